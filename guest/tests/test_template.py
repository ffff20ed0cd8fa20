import json
import os
import signal
import unittest
from unittest import mock

from pymcp_guest import status_pipe, template
from pymcp_guest.plan import TemplatePlan

from . import child


class WithPipe(unittest.TestCase):
    def setUp(self):
        self.read_end, self.write_end = os.pipe()
        self.addCleanup(os.close, self.read_end)
        self.is_open = True
        self.addCleanup(self.close_writer)

    def close_writer(self):
        if self.is_open:
            os.close(self.write_end)
        self.is_open = False


class Lines(WithPipe):
    def setUp(self):
        super().setUp()
        self.lines = template._Lines(self.read_end)

    def write(self, text):
        os.write(self.write_end, text.encode())

    def test_each_line_is_a_message(self):
        self.write('{"a": 1}\n{"b": "\\n"}\n')
        self.assertEqual(list(self.lines.read()), [{"a": 1}, {"b": "\n"}])

    def test_half_a_line_waits_for_its_rest(self):
        self.write('{"a"')
        self.assertEqual(list(self.lines.read()), [])
        self.write(': 1}\n{"b": 2')
        self.assertEqual(list(self.lines.read()), [{"a": 1}])
        self.write("}\n")
        self.assertEqual(list(self.lines.read()), [{"b": 2}])

    def test_waiting_for_one_keeps_what_came_with_it(self):
        self.write('{"a": "é"}\n{"b": 2}\n')
        self.assertEqual(self.lines.wait(), {"a": "é"})
        self.assertEqual(list(self.lines.ready()), [{"b": 2}])

    def test_the_end_of_the_gateway_is_the_end_of_the_template(self):
        self.close_writer()

        def work():
            self.lines.wait()

        self.assertEqual(child.wait(child.fork(work)), 0)


class Sandboxes(WithPipe):
    """What the template makes of the records in a status pipe."""

    def setUp(self):
        super().setUp()
        os.set_blocking(self.read_end, False)
        self.sandbox = template._Sandbox(3, self.read_end)
        say = mock.patch.object(template, "_say")
        self.said = say.start()
        self.addCleanup(say.stop)

    def read(self):
        self.sandbox.read_status()
        return [call.args[0] for call in self.said.call_args_list]

    def test_nothing_is_known_before_something_is_told(self):
        self.assertEqual(self.read(), [])
        self.assertIsNone(self.sandbox.init)
        self.assertFalse(self.sandbox.silent)

    def test_the_birth_is_told_once_and_the_end_is_kept(self):
        status_pipe.tell(self.write_end, status_pipe.INIT, 42)
        status_pipe.tell(self.write_end, status_pipe.AGENT, 256)
        self.close_writer()
        self.assertEqual(self.read(), [{"event": "born", "id": 3, "init": 42}])
        self.assertEqual((self.sandbox.init, self.sandbox.agent_status), (42, 256))
        self.assertTrue(self.sandbox.silent)

    def test_the_two_writers_may_come_in_any_order(self):
        status_pipe.tell(self.write_end, status_pipe.AGENT, 9)
        status_pipe.tell(self.write_end, status_pipe.INIT, 42)
        self.assertEqual(self.read(), [{"event": "born", "id": 3, "init": 42}])
        self.assertEqual((self.sandbox.init, self.sandbox.agent_status), (42, 9))

    def test_a_kill_that_comes_before_the_birth_is_kept_for_it(self):
        with mock.patch.object(os, "kill") as kill:
            self.sandbox.kill_wanted = True
            self.sandbox.kill_if_wanted()
            kill.assert_not_called()
            status_pipe.tell(self.write_end, status_pipe.INIT, 42)
            self.read()
            kill.assert_called_once_with(42, signal.SIGKILL)


class Preloads(unittest.TestCase):
    def preload(self, *names):
        plan = TemplatePlan(b"", (), (), {}, {}, (), names)
        return template._preload(plan)

    def test_what_can_be_imported_is_no_failure(self):
        self.assertEqual(self.preload("json", "os.path"), [])

    def test_what_cannot_is_named_with_the_reason_and_the_rest_is_tried(self):
        failures = self.preload("no_such_module", "json", "no.such.module")
        self.assertEqual(len(failures), 2)
        self.assertIn("no_such_module: ModuleNotFoundError: ", failures[0])


class Protocol(WithPipe):
    def test_a_message_is_one_line_of_json(self):
        with mock.patch.object(template, "_PROTOCOL", self.write_end):
            template._say({"event": "hello", "text": "a\nb"})
        self.close_writer()
        with os.fdopen(os.dup(self.read_end)) as lines:
            self.assertEqual([json.loads(line) for line in lines], [{"event": "hello", "text": "a\nb"}])
