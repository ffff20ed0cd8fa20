import base64
import hashlib
import os
import signal
import tempfile
import unittest
from unittest import mock

from pymcp_files import attributes, changing, links, place

TEMPORARY = ".pymcp-0123456789abcdef"
OLD, NEW = b"old" * 1000, b"new" * 2000


class Writes(unittest.TestCase):
    """One that is killed at each step of a write: the file is the old one or the new one."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        for module in (place, links):
            patch = mock.patch.object(module, "ROOT", self.root)
            patch.start()
            self.addCleanup(patch.stop)
        self.path = os.path.join(self.root, "a.txt")
        self.put(OLD)

    def put(self, content):
        with open(self.path, "wb") as file:
            file.write(content)

    def content(self):
        with open(self.path, "rb") as file:
            return file.read()

    def write(self, expected=None):
        expected = hashlib.sha256(OLD).hexdigest() if expected is None else expected
        return changing.write("a.txt", base64.b64encode(NEW).decode(), expected, TEMPORARY)

    def killed_at(self, module, name, when):
        """In a child of its own, which has to die of the signal: otherwise the step is never reached."""
        pid = os.fork()
        if pid == 0:
            real = getattr(module, name)

            def die(*args, **more):
                if when == "half":
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])
                elif when == "after":
                    real(*args, **more)
                os.kill(os.getpid(), signal.SIGKILL)

            try:
                with mock.patch.object(module, name, die):
                    self.write()
            finally:
                os._exit(9)
        _, status = os.waitpid(pid, 0)
        self.assertTrue(os.WIFSIGNALED(status), (name, when))

    def test_killed_at_any_step_leaves_the_old_file_or_the_new_one(self):
        for module, name, when, left in (
            (changing, "_check_temporary", "before", OLD),
            (changing.os, "write", "before", OLD),
            (changing.os, "write", "half", OLD),
            (changing.os, "write", "after", OLD),
            (attributes.os, "fchmod", "before", OLD),
            (changing.os, "fsync", "before", OLD),
            (changing.os, "fsync", "after", OLD),
            (changing.os, "rename", "before", OLD),
            (changing.os, "rename", "after", NEW),
        ):
            with self.subTest(step=name, when=when):
                self.put(OLD)
                self.killed_at(module, name, when)
                self.assertEqual(self.content(), left)
                changing.sweep("a.txt", TEMPORARY)
                self.assertEqual(os.listdir(self.root), ["a.txt"])

    def test_an_error_at_any_step_leaves_the_old_file_alone(self):
        for name in ("write", "fchmod", "fsync", "rename"):
            with self.subTest(step=name):
                self.put(OLD)
                full = OSError(28, "No space left on device")
                failing = mock.patch.object(changing.os, name, side_effect=full)
                with failing, self.assertRaises(place.RefusedError) as refused:
                    self.write()
                self.assertEqual(refused.exception.code, "full")
                self.assertEqual(self.content(), OLD)
                self.assertEqual(os.listdir(self.root), ["a.txt"])

    def test_a_short_write_goes_on(self):
        real = os.write
        with mock.patch.object(changing.os, "write", lambda fd, data: real(fd, bytes(data)[:7])):
            self.write()
        self.assertEqual(self.content(), NEW)

    def test_is_refused_where_the_file_is_another_by_now(self):
        self.put(b"mine")
        with self.assertRaises(changing.RefusedError) as refused:
            self.write()
        self.assertEqual(refused.exception.code, "changed")
        self.assertEqual(self.content(), b"mine")


if __name__ == "__main__":
    unittest.main()
