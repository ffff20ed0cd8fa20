import os
import time
import unittest

from pymcp_guest import processes

from . import child


class EndTree(unittest.TestCase):
    def test_a_process_goes_with_its_session_and_all_below_it_and_nobody_else(self):
        read_end, write_end = os.pipe()

        def say():
            os.write(write_end, os.getpid().to_bytes(4, "little"))
            time.sleep(child.SECONDS)

        def tell_and_daemonize():
            os.setsid()
            child.fork(say)
            # Its parent goes at once: it is found by its session.
            child.wait(child.fork(lambda: (child.fork(say), os._exit(0))))
            say()

        root = child.fork(tell_and_daemonize)
        bystander = child.fork(say)
        pids = {int.from_bytes(os.read(read_end, 4), "little") for _ in range(4)}
        self.assertIn(bystander, pids)
        processes.end_tree(root)
        self.assertEqual(child.wait(root), -9)
        self.assertEqual(os.waitpid(bystander, os.WNOHANG), (0, 0))
        for pid in pids - {root, bystander}:
            self.assertTrue(self.is_gone(pid), pid)
        processes.end_tree(bystander)
        self.assertEqual(child.wait(bystander), -9)
        os.close(read_end)
        os.close(write_end)

    def is_gone(self, pid):
        try:
            with open(f"/proc/{pid}/stat", encoding="ascii") as file:
                return file.read().rpartition(")")[2].split()[0] == "Z"
        except FileNotFoundError:
            return True
