import unittest

from . import child


class Program(unittest.TestCase):
    def completed(self, code, exit_code=0):
        """The result of a program that must complete."""
        ended = child.run(code)
        self.assertEqual(ended.result and ended.result["status"], "completed", ended)
        self.assertEqual(ended.exit_code, exit_code, ended)
        return ended

    def value(self, code):
        return self.completed(code).result["value"]


class LastExpression(Program):
    def test_its_value_is_reported(self):
        self.assertEqual(self.value("x = 41\nx + 1"), "42")
        self.assertEqual(self.value("'text'"), "'text'")
        self.assertEqual(self.value("(y := 5)"), "5")
        self.assertEqual(self.value("1, *[2, 3]"), "(1, 2, 3)")

    def test_none_and_a_statement_have_no_value(self):
        for code in (
            "None",
            "print(1)",
            "x = 1",
            "def f(): return 1",
            "1\nx = 2",
            "# nothing",
            "if True:\n    5",
        ):
            with self.subTest(code):
                self.assertIsNone(self.value(code))

    def test_it_sees_and_sets_the_names_of_the_program(self):
        self.assertEqual(self.value("def f():\n    return y\n[y := 7][0] + f()"), "14")

    def test_future_annotations_hold_for_it_too(self):
        code = "from __future__ import annotations\ndef f(x: undefined): ...\n(lambda: f.__annotations__)()"
        self.assertEqual(self.value(code), "{'x': 'undefined'}")

    def test_nothing_runs_where_it_cannot_be_compiled(self):
        ended = child.run("print('ran')\nyield 5")
        self.assertEqual(ended.result["name"], "SyntaxError")
        self.assertEqual(ended.stdout, "")

    def test_a_huge_value_is_cut_and_counted(self):
        result = self.completed("'x' * 1_000_000").result
        self.assertEqual(len(result["value"]), 64 * 1024)
        self.assertEqual(result["valueCharacters"], 1_000_002)

    def test_a_repr_that_raises_is_an_exception_of_the_program(self):
        ended = child.run("class C:\n    def __repr__(self):\n        raise KeyError('in repr')\nC()")
        self.assertEqual(ended.result["name"], "KeyError")
        self.assertEqual(ended.exit_code, 1)

    def test_a_repr_that_is_no_plain_text_is_made_one(self):
        code = """
class Text(str):
    def __len__(self): raise MemoryError
    def __getitem__(self, key): raise MemoryError
class C:
    def __repr__(self): return Text('shown')
C()
"""
        self.assertEqual(self.value(code), "shown")


class Main(Program):
    def test_it_is_what_python_would_make_of_the_file(self):
        code = """
import builtins, os, sys
assert __name__ == '__main__', __name__
assert __builtins__ is builtins
assert sys.modules['__main__'].__dict__ is globals()
assert sys.argv == [__file__]
assert os.path.basename(__file__) == 'fib.py'
assert sys.path[0] == os.path.dirname(__file__) == os.getcwd()
assert open(__file__).read().endswith('# the end')
# the end"""
        ended = child.run(code, "fib.py")
        self.assertEqual(ended.result["status"], "completed", ended)
        self.assertEqual(ended.home, ["fib.py"])

    def test_its_classes_can_be_pickled(self):
        code = """
import pickle
class Point:
    def __init__(self, x): self.x = x
pickle.loads(pickle.dumps(Point(3))).x"""
        self.assertEqual(self.value(code), "3")

    def test_input_is_at_its_end(self):
        code = "try:\n    input()\nexcept EOFError:\n    print('end')"
        self.assertEqual(self.completed(code).stdout, "end\n")

    def test_output_that_is_no_text_goes_through(self):
        ended = self.completed("import sys\nprint('\\udcff', end='')\nprint('\\ud800', file=sys.stderr)")
        self.assertEqual(ended.stdout, "\ufffd")
        self.assertEqual(ended.stderr, "\\ud800\n")


class Exit(Program):
    def test_its_code_is_that_of_sys_exit(self):
        small = {"": 0, "None": 0, "0": 0, "3": 3, "True": 1, "256": 0, "-1": 255}
        huge = {"2**32": 0, "2**64": 255, "-2**70": 255}
        for argument, exit_code in {**small, **huge}.items():
            with self.subTest(argument):
                self.assertEqual(self.completed(f"import sys\nsys.exit({argument})", exit_code).stderr, "")

    def test_what_is_no_number_is_printed(self):
        self.assertEqual(self.completed("raise SystemExit('bye')", 1).stderr, "bye\n")
        self.assertEqual(self.completed("raise SystemExit(1.5)", 1).stderr, "1.5\n")

    def test_it_is_no_exception_wherever_it_is_raised(self):
        self.completed("class C:\n    def __repr__(self):\n        raise SystemExit(4)\nC()", 4)
        self.completed("exit(5)", 5)

    def test_a_code_that_fights_back_is_1(self):
        for code in (
            "class C:\n    def __str__(self): raise ValueError\nraise SystemExit(C())",
            "class E(SystemExit):\n    @property\n    def code(self): raise ValueError\nraise E",
            "import sys\nsys.stderr = None\nsys.exit('not shown anywhere')",
            "import sys\nsys.stderr.close()\nsys.exit('not shown anywhere')",
        ):
            with self.subTest(code):
                self.completed(code, 1)


class End(Program):
    def test_exit_handlers_run_last_in_first_out_after_the_threads(self):
        code = """
import atexit, threading, time
atexit.register(print, 'first registered')
atexit.register(print, 'last registered')
def work():
    time.sleep(0.05)
    print('thread')
threading.Thread(target=work).start()
print('main')"""
        lines = self.completed(code).stdout.splitlines()
        self.assertEqual(lines, ["main", "thread", "last registered", "first registered"])

    def test_they_run_after_an_exception_too(self):
        ended = child.run("import atexit\natexit.register(print, 'handler')\n1 / 0")
        self.assertEqual(ended.stdout, "handler\n")
        self.assertEqual(ended.result["name"], "ZeroDivisionError")

    def test_an_exit_handler_that_raises_is_told_on_stderr_and_changes_nothing(self):
        ended = self.completed("import atexit\natexit.register(lambda: 1 / 0)\n5")
        self.assertEqual(ended.result["value"], "5")
        self.assertIn("ZeroDivisionError", ended.stderr)

    def test_pools_of_the_standard_library_come_to_their_end(self):
        code = """
from concurrent.futures import ThreadPoolExecutor
ThreadPoolExecutor(2).submit(print, 'in the pool')"""
        self.assertIn("in the pool\n", self.completed(code).stdout)

    def test_closed_streams_are_left_alone_without_a_word(self):
        for stream in ("stdout", "stderr"):
            for end in (f"sys.{stream}.close()", f"sys.{stream} = None"):
                with self.subTest(end):
                    ended = self.completed(f"import sys\n{end}")
                    self.assertEqual((ended.stdout, ended.stderr), ("", ""))

    def test_nothing_that_was_printed_is_lost(self):
        ended = self.completed("import sys\nsys.stdout.write('no newline')\nsys.stderr.write('none here')")
        self.assertEqual((ended.stdout, ended.stderr), ("no newline", "none here"))

    def test_a_process_that_leaves_by_itself_says_nothing(self):
        ended = child.run("import os\nos._exit(7)")
        self.assertIsNone(ended.result)
        self.assertEqual(ended.exit_code, 7)
