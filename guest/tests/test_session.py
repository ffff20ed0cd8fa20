import os
import select
import time
import unittest

from . import driver


class Session(unittest.TestCase):
    def setUp(self):
        self.session = driver.Session()
        self.addCleanup(self.session.close)

    def run_all(self, *cells):
        """The last of them; each must complete."""
        for code in cells:
            cell = self.session.run(code)
            self.assertEqual(cell.result["status"], "completed", cell)
        return cell

    def value(self, *cells):
        return self.run_all(*cells).value

    def raised(self, code):
        cell = self.session.run(code)
        self.assertEqual(cell.result["status"], "raised", cell)
        return cell.result


class Names(Session):
    def test_they_last_from_cell_to_cell(self):
        self.assertEqual(self.value("x = 40\ndef f(): return x + y", "y = 2", "f()"), "42")

    def test_they_are_those_of_main(self):
        code = """
import builtins, sys
assert __name__ == '__main__' and __builtins__ is builtins
assert sys.modules['__main__'].__dict__ is globals()
assert sys.argv == ['']
if __name__ == '__main__': main = True"""
        self.assertEqual(self.value(code, "main"), "True")

    def test_a_module_beside_it_can_be_imported(self):
        self.assertEqual(self.value("open('helper.py', 'w').write('a = 5')", "import helper\nhelper.a"), "5")

    def test_classes_of_an_earlier_cell_can_be_pickled(self):
        self.run_all("class Point:\n    def __init__(self, x): self.x = x", "import pickle")
        self.assertEqual(self.value("pickle.loads(pickle.dumps(Point(3))).x"), "3")

    def test_future_imports_hold_in_later_cells(self):
        self.run_all("from __future__ import annotations", "def f(x: undefined): ...")
        self.assertEqual(self.value("f.__annotations__"), "{'x': 'undefined'}")


class Value(Session):
    def test_that_of_the_last_expression_is_shown_and_kept(self):
        self.assertEqual(self.value("40"), "40")
        self.assertEqual(self.value("_ + 2"), "42")
        self.assertEqual(self.value("x = 5", "_"), "42")
        self.assertEqual(self.value("None", "_"), "42")

    def test_a_semicolon_at_the_end_hides_it(self):
        self.run_all("7")
        for code in ("1;", "1 ; ", "1;  # why; not", "1; # a\n# b\n\n", "('a;b',\n);", "'é';", "x = 2; x;"):
            with self.subTest(code):
                self.assertIsNone(self.value(code))
        self.assertEqual(self.value("_"), "7")

    def test_another_semicolon_does_not(self):
        for code, value in {
            "x = 1; x": "1",
            "';'": "';'",
            "(1 # ;\n)": "1",
            "1 # ;": "1",
            "'é;'": "'é;'",
            "'''\n;'''": "'\\n;'",
        }.items():
            with self.subTest(code):
                self.assertEqual(self.value(code), value)

    def test_a_huge_one_is_cut_and_counted(self):
        result = self.run_all("'x' * 1_000_000").result
        self.assertEqual((len(result["value"]), result["valueCharacters"]), (64 * 1024, 1_000_002))


class Failure(Session):
    def test_an_exception_leaves_everything_in_place(self):
        self.run_all("x = 5")
        self.assertEqual(self.raised("y = 6\n1 / 0")["name"], "ZeroDivisionError")
        self.assertEqual(self.value("x, y"), "(5, 6)")

    def test_tracebacks_show_the_lines_of_every_cell_and_no_frame_of_the_harness(self):
        self.run_all("def f(x):\n    return 1 / x", "def g(x):\n    return f(x)")
        lines = [line for line in self.raised("y = 0\ng(y)")["traceback"].splitlines() if line.strip(" ^~")]
        expected = [
            "Traceback (most recent call last):",
            '  File "<cell 3>", line 2, in <module>',
            "    g(y)",
            '  File "<cell 2>", line 2, in g',
            "    return f(x)",
            '  File "<cell 1>", line 2, in f',
            "    return 1 / x",
            "ZeroDivisionError: division by zero",
        ]
        self.assertEqual(lines, expected)

    def test_no_frame_of_the_harness_shows_between_those_of_cells_or_in_a_cause(self):
        self.run_all("class C:\n    def __repr__(self): return 1 / 0")
        for code in (
            "C()",
            "display(C())",
            "try:\n    display(C())\nexcept Exception as e: raise KeyError from e",
        ):
            with self.subTest(code):
                shown = self.raised(code)["traceback"]
                self.assertIn("ZeroDivisionError", shown)
                self.assertNotIn("pymcp_guest", shown)

    def test_the_source_is_there_for_traceback_and_inspect(self):
        self.run_all("def f():\n    return 1 / 0  # here")
        code = "import traceback\ntry:\n    f()\nexcept Exception: text = traceback.format_exc()\ntext"
        self.assertIn("# here", self.value(code))
        self.assertIn("# here", self.value("import inspect\ninspect.getsource(f)"))

    def test_a_syntax_error_runs_nothing(self):
        result = self.raised("x = 5\nx = = 2")
        self.assertIn('File "<cell 1>", line 2\n    x = = 2\n', result["traceback"])
        self.assertEqual(self.raised("x")["name"], "NameError")

    def test_sys_exit_ends_the_cell_with_its_code_and_not_the_session(self):
        for code, exit_code in {"0": 0, "": 0, "3": 3, "-1": 255, "'why'": 1}.items():
            cell = self.run_all(f"x = 5\nimport sys\nsys.exit({code})\nx = 6")
            self.assertEqual(cell.result["exitCode"], exit_code)
        self.assertEqual(cell.stderr, "why\n")
        result = self.run_all("x").result
        self.assertEqual((result["value"], result.get("exitCode")), ("5", None))

    def test_exit_closes_standard_input_for_its_cell_alone(self):
        self.run_all("exit()")
        self.assertEqual(self.raised("input()")["name"], "EOFError")

    def test_streams_that_a_cell_closes_are_open_in_the_next(self):
        self.run_all("import sys\nwith sys.stdout, sys.stderr: print('once')")
        cell = self.run_all("print('out')\nprint('error', file=sys.stderr)")
        self.assertEqual((cell.stdout, cell.stderr), ("out\n", "error\n"))

    def test_endless_recursion_leaves_it_alive(self):
        self.assertEqual(self.raised("def f(): f()\nf()")["name"], "RecursionError")
        self.assertEqual(self.value("1 + 1"), "2")


class Output(Session):
    def test_all_of_it_is_there_before_the_result(self):
        code = "import os, sys\nprint('x' * 100_000)\nos.write(1, b'raw')\nsys.stdout.write('end')\n"
        for _ in range(20):
            cell = self.run_all(f"{code}sys.stderr.write('error')\nNone")
            self.assertEqual(len(cell.stdout), 100_007)
            self.assertTrue(cell.stdout.endswith("rawend") and cell.stderr == "error", cell.stderr)

    def test_the_result_waits_for_who_reads_slowly_but_not_for_ever(self):
        self.session.begin("print('x')")
        began = time.monotonic()
        self.assertEqual(select.select([self.session._control], [], [], 0.08)[0], [])
        self.assertEqual(self.session.end().stdout, "x\n")
        self.assertLess(time.monotonic() - began, 0.19)
        self.session.begin("print('y')")
        self.assertEqual(self.session.receive()["type"], "result")

    def test_also_where_descriptor_1_leads_elsewhere_meanwhile(self):
        cell = self.run_all("print('y' * 50_000)\nimport os\nos.dup2(os.open('f', 66), 1)\nprint('to f')")
        self.assertEqual(len(cell.stdout), 50_001)
        self.assertEqual(cell.files["f"], b"to f\n")
        self.assertEqual(self.value("2"), "2")

    def test_a_stopped_clock_does_not_stop_it(self):
        self.run_all("import time\ntime.monotonic = time.time = time.perf_counter = lambda: 0.0")
        self.session.begin("print('z' * 100_000)")
        self.session.receive()
        self.assertEqual(len(self.session.stdout.recv(1 << 20)) > 0, True)

    def test_replaced_modules_do_not_stop_it(self):
        # As gevent does, and worse.
        names = (
            "os.fork",
            "os.getpid",
            "time.sleep",
            "select.select",
            "signal.signal",
            "os._exit",
            "os.write",
        )
        for name in names:
            self.run_all(f"import {name.split('.')[0]}\n{name} = None")
        self.assertEqual(self.run_all("open('a', 'w').write('x')").files, {"a": b"x"})


class Files(Session):
    def test_a_cell_brings_those_that_it_made_or_changed_and_no_other(self):
        self.assertEqual(self.run_all("open('a', 'w').write('1')").files, {"a": b"1"})
        self.assertEqual(self.run_all("open('b', 'w').write('2')").files, {"b": b"2"})
        self.assertEqual(self.run_all("1 + 1").files, {})
        self.assertEqual(self.run_all("open('a', 'w').write('3')").files, {"a": b"3"})

    def test_one_that_is_written_again_at_once_with_the_same_size_is_seen(self):
        for number in range(10):
            files = self.run_all(f"with open('a', 'w') as file: file.write('{number}')").files
            self.assertEqual(files, {"a": str(number).encode()})

    def test_the_clock_of_files_has_gone_on_when_the_next_begins(self):
        later = "now = time.clock_gettime_ns(5) + 12_000_000"
        self.run_all(f"import os, time\nopen('a', 'w').close()\n{later}\nos.utime('a', ns=(now, now))")
        self.assertEqual(self.value("time.clock_gettime_ns(5) > now"), "True")

    def test_inputs_stand_there_and_replace_what_was_there(self):
        cell = self.session.run("open('d/a').read()", {"d/a": b"one"})
        self.assertEqual((cell.value, cell.files), ("'one'", {}))
        self.assertEqual(self.session.run("open('d/a').read()", {"d/a": b"two"}).value, "'two'")

    def test_with_one_that_cannot_be_placed_nothing_is_run_and_the_session_goes_on(self):
        self.run_all("x = 5\nimport os\nos.mkdir('a')")
        cell = self.session.run("x = 6", {"a": b"", "b": b""})
        self.assertEqual(cell.result["status"], "raised", cell)
        self.assertEqual(self.value("x"), "5")

    def test_what_was_not_closed_is_written(self):
        self.assertEqual(self.run_all("f = open('a', 'w')\nf.write('x')").files, {"a": b"x"})


class Children(Session):
    def test_one_that_comes_to_the_end_of_a_cell_leaves_without_a_word(self):
        code = "import os\npid = os.fork()\nif pid: os.waitpid(pid, 0)\nopen('a', 'w').write('x')\npid"
        cell = self.run_all(code)
        self.assertNotEqual(cell.value, "0")
        self.assertEqual(self.value("1 + 1"), "2")

    def test_its_exit_code_is_that_of_python(self):
        for end, exit_code in {"None": 0, "1 / 0": 1, "raise SystemExit(5)": 5}.items():
            code = f"import os\npid = os.fork()\nif not pid: {end}\nif pid: code = os.waitpid(pid, 0)[1] >> 8"
            self.assertEqual(self.value(code, "code"), str(exit_code))

    def test_the_traceback_of_one_stands_on_stderr(self):
        cell = self.run_all("import os\npid = os.fork()\nif not pid: 1 / 0\nos.waitpid(pid, 0);")
        self.assertIn("ZeroDivisionError", cell.stderr)
        self.assertIn('"<cell 1>", line 3', cell.stderr)

    def test_one_inside_of_a_coroutine_too(self):
        code = (
            "import os, asyncio\nawait asyncio.sleep(0)\npid = os.fork()\nif pid: os.waitpid(pid, 0)\npid > 0"
        )
        self.assertEqual(self.value(code), "True")
        self.assertEqual(self.value("await asyncio.sleep(0, 3)"), "3")

    def test_pools_threads_programs_and_tasks_work(self):
        self.run_all("def double(x): return 2 * x\nclass P:\n    def __init__(self, x): self.x = x")
        pool = "import multiprocessing as m\nwith m.get_context('fork').Pool(2) as pool:\n"
        self.assertEqual(self.value(f"{pool}    doubles = pool.map(double, range(3))\ndoubles"), "[0, 2, 4]")
        self.assertEqual(self.value(f"{pool}    ps = pool.map(P, range(3))\n[p.x for p in ps]"), "[0, 1, 2]")
        thread = "from concurrent.futures import ThreadPoolExecutor as T\nwith T(2) as t:"
        self.assertEqual(
            self.value(f"{thread} numbers = list(t.map(double, range(3)))\nnumbers"), "[0, 2, 4]"
        )
        program = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'print(5)'], check=True);"
        self.assertEqual(self.run_all(program).stdout, "5\n")
        code = "import asyncio\nasync def f(): return 7\nasyncio.run(f())"
        self.assertEqual(self.value(code), "7")

    def test_a_thread_goes_on_between_cells(self):
        self.run_all(
            "import threading\ngo = threading.Event()\nt = threading.Thread(target=go.wait)\nt.start()"
        )
        self.assertEqual(self.value("go.set()\nt.join(5)\nt.is_alive()"), "False")


class Ending(unittest.TestCase):
    def test_a_gateway_that_goes_away_ends_it(self):
        session = driver.Session()
        session.run("x = 1")
        self.assertEqual(session.close(), 0)

    def test_one_that_leaves_by_itself_says_nothing(self):
        session = driver.Session()
        session.begin("import os\nos._exit(7)")
        with self.assertRaisesRegex(AssertionError, "has ended"):
            session.end()
        self.assertEqual(session.close(), 7)

    def test_questions_may_come_before_the_first_cell(self):
        with driver.Session() as session:
            self.assertEqual(session.ask("list"), {"type": "listing", "files": [], "omitted": 0})
            self.assertEqual(session.run("1").value, "1")
            self.assertTrue(os.path.isdir(session.home))
