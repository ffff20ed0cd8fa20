import os
import socket
import tempfile
import unittest
from unittest import mock

from pymcp_guest import agent, frames, root

from . import child, driver


class Agent(unittest.TestCase):
    def test_it_leads_a_session_in_its_home_with_nothing_but_its_streams(self):
        code = """
import os, signal, sys
assert os.getsid(0) == os.getpid()
assert os.getcwd() == os.environ['PWD'] == os.path.dirname(__file__)
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
assert os.umask(0o077) == 0o022
assert (sys.stdout.encoding, sys.stderr.encoding, sys.stdin.encoding) == ('utf-8',) * 3
assert sys.stdout is sys.__stdout__ and sys.stderr is sys.__stderr__
assert [os.get_inheritable(fd) for fd in (0, 1, 2)] == [True] * 3"""
        ended = child.run(code)
        self.assertEqual(ended.result["status"], "completed", ended)

    def test_output_comes_line_by_line_and_from_children_too(self):
        code = "import os, sys\nprint('python')\nos.write(1, b'raw\\n')\nprint('end')"
        self.assertEqual(child.run(code).stdout, "python\nraw\nend\n")

    def test_a_name_that_a_fork_would_repeat_is_made_anew(self):
        names = mock.sentinel.names
        with mock.patch.object(tempfile, "_name_sequence", names):
            agent._reseed()
            self.assertIsNone(tempfile._name_sequence)

    def test_two_programs_of_one_template_do_not_share_their_random_numbers(self):
        code = "import random, tempfile\n(random.random(), next(tempfile._get_candidate_names()))"
        first, second = (child.run(code).result["value"] for _ in range(2))
        self.assertNotEqual(first, second)

    def test_a_program_has_the_processor_time_that_is_left_to_it(self):
        code = "import resource\nresource.getrlimit(resource.RLIMIT_CPU)"
        self.assertEqual(child.run(code).result["value"], f"({child.SECONDS - 1}, {child.SECONDS})")
        with driver.Session() as session:
            self.assertEqual(session.run(code).value, "(-1, -1)")

    def test_a_gateway_that_goes_away_ends_it(self):
        with tempfile.TemporaryDirectory() as home:
            ours, theirs = socket.socketpair()

            def work():
                ours.close()
                root.HOME = home
                gift, _gateways = socket.socketpair()
                agent.serve(theirs, os.dup(1), os.dup(2), gift, {})

            pid = child.fork(work)
            theirs.close()
            self.assertEqual(frames.receive_frame(ours), {"type": "ready", "pid": pid})
            ours.close()
            self.assertEqual(child.wait(pid), 0)
            self.assertEqual(os.listdir(home), [])
