import _multiprocessing
import multiprocessing
import multiprocessing.synchronize
import os
import subprocess
import sys
import unittest
from unittest import mock

from pymcp_guest import semaphores

RECURSIVE_MUTEX, SEMAPHORE = range(2)


def mapped() -> list[str]:
    """The names of the semaphores that this process has mapped (proc_pid_maps(5))."""
    with open("/proc/self/maps", encoding="utf-8") as file:
        return [line.split(maxsplit=5)[5].strip() for line in file if "/dev/shm/" in line]


class OpenByName(unittest.TestCase):
    def setUp(self):
        # Put back at the end.
        patch = mock.patch.object(_multiprocessing, "SemLock", _multiprocessing.SemLock)
        patch.start()
        self.addCleanup(patch.stop)
        self.native = _multiprocessing.SemLock
        semaphores.open_by_name()
        self.name = f"/test-{os.getpid()}-{self._testMethodName}"
        self.file = f"/dev/shm/sem.{self.name[1:]}"

    def make(self, kind, value, most, remove):
        made = _multiprocessing.SemLock(kind, value, most, self.name, remove)
        if not remove:
            self.addCleanup(lambda: os.path.exists(self.file) and _multiprocessing.sem_unlink(self.name))
        return made

    def test_what_is_mapped_is_the_file_of_that_name(self):
        before = self.native(SEMAPHORE, 1, 1, f"{self.name}-native", True)
        self.assertFalse(any(f"{self.file}-native" in path for path in mapped()))
        made = self.make(SEMAPHORE, 1, 1, False)
        self.assertIn(self.file, mapped())
        self.assertTrue(os.path.exists(self.file))
        del before, made
        self.assertNotIn(self.file, mapped())

    def test_a_name_that_is_to_be_removed_is_gone(self):
        made = self.make(SEMAPHORE, 1, 1, True)
        self.assertFalse(os.path.exists(self.file))
        self.assertTrue(made.acquire(False))

    def test_it_has_its_value_its_most_its_kind_and_its_name(self):
        made = self.make(SEMAPHORE, 2, 3, False)
        self.assertEqual((made.kind, made.maxvalue, made.name), (SEMAPHORE, 3, self.name))
        self.assertEqual([made.acquire(False) for _ in range(3)], [True, True, False])
        for _ in range(3):
            made.release()
        with self.assertRaises(ValueError):
            made.release()
        self.assertIsInstance(made, self.native)

    def test_a_name_that_is_taken_is_refused_as_ever_and_stays(self):
        made = self.make(RECURSIVE_MUTEX, 1, 1, False)
        with self.assertRaises(FileExistsError):
            _multiprocessing.SemLock(RECURSIVE_MUTEX, 1, 1, self.name, True)
        self.assertTrue(os.path.exists(self.file))
        self.assertTrue(made.acquire(False))

    def test_where_it_cannot_be_opened_again_nothing_of_it_stays(self):
        class Failing(self.native):
            @classmethod
            def _rebuild(cls, *_state):
                raise PermissionError

        by_name = semaphores._by_name(Failing, _multiprocessing.sem_unlink)
        with self.assertRaises(PermissionError):
            by_name(SEMAPHORE, 1, 1, self.name, False)
        self.assertFalse(os.path.exists(self.file))

    def test_multiprocessing_is_as_it_is_elsewhere(self):
        context = multiprocessing.get_context("spawn")
        for lock in (context.Lock(), context.RLock()):
            with lock:
                self.assertIn("SemLock", type(lock._semlock).__name__)
        self.assertEqual(multiprocessing.synchronize.SEM_VALUE_MAX, _multiprocessing.SemLock.SEM_VALUE_MAX)
        event, condition = context.Event(), context.Condition()
        event.set()
        self.assertTrue(event.is_set())
        with condition:
            self.assertFalse(condition.wait(0))


class WithoutSemaphores(unittest.TestCase):
    def test_a_python_that_has_none_is_left_as_it_is(self):
        code = (
            "import sys; sys.modules['_multiprocessing'] = None\n"
            "from pymcp_guest import semaphores; semaphores.open_by_name()\n"
            "import types; sys.modules['_multiprocessing'] = m = types.ModuleType('_multiprocessing')\n"
            "semaphores.open_by_name(); print(hasattr(m, 'SemLock'))"
        )
        guest = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        said = subprocess.run(
            [sys.executable, "-c", code], cwd=guest, capture_output=True, text=True, check=True
        )
        self.assertEqual(said.stdout.strip(), "False")


if __name__ == "__main__":
    unittest.main()
