import os
import subprocess
import sys
import unittest

import pymcp_guest

from . import child, driver


class Program(unittest.TestCase):
    def completed(self, code):
        ended = child.run(code)
        self.assertEqual(ended.result["status"], "completed", ended)
        return ended

    def test_await_stands_outside_of_functions(self):
        for code, value in {
            "import asyncio\nawait asyncio.sleep(0, 5)": "5",
            "import asyncio\nx = await asyncio.sleep(0, 5)\nx + 1": "6",
            "async def f():\n    yield 1\n    yield 2\n[x async for x in f()]": "[1, 2]",
            "async def f():\n    yield 3\nasync for x in f(): pass\nx": "3",
            "import contextvars, asyncio\nv = contextvars.ContextVar('v')\nv.set(4)\nawait asyncio.sleep(0)\n"
            "v.get()": "4",
        }.items():
            with self.subTest(code):
                self.assertEqual(self.completed(code).result["value"], value)

    def test_inside_of_one_it_is_still_a_syntax_error(self):
        self.assertEqual(child.run("print(1)\ndef f(): await x").result["name"], "SyntaxError")

    def test_tasks_that_are_left_are_cancelled_at_the_end(self):
        code = """
import asyncio
async def f():
    try: await asyncio.sleep(100)
    finally: print('cancelled')
task = asyncio.create_task(f())
await asyncio.sleep(0)"""
        ended = self.completed(code)
        self.assertEqual((ended.stdout, ended.stderr), ("cancelled\n", ""))

    def test_asyncio_is_not_imported_for_who_does_not_need_it(self):
        # In a process of its own: the tests have imported it.
        code = "import sys, pymcp_guest.agent\nsys.exit('asyncio' in sys.modules)"
        folder = os.path.dirname(os.path.dirname(pymcp_guest.__file__))
        self.assertEqual(subprocess.run([sys.executable, "-c", code], cwd=folder).returncode, 0)

    def test_the_exit_code_of_one_that_leaves(self):
        self.assertEqual(child.run("import asyncio, sys\nawait asyncio.sleep(0)\nsys.exit(3)").exit_code, 3)


class Cells(unittest.TestCase):
    def setUp(self):
        self.session = driver.Session()
        self.addCleanup(self.session.close)
        self.session.run("import asyncio")

    def test_a_task_of_one_is_awaited_in_the_next(self):
        self.session.run("task = asyncio.create_task(asyncio.sleep(0.05, 5))\nawait asyncio.sleep(0)")
        self.assertEqual(self.session.run("await task").value, "5")

    def test_a_connection_of_one_is_used_in_the_next(self):
        self.session.run("""
async def answer(reader, writer): writer.write(await reader.readline())
server = await asyncio.start_server(answer, '127.0.0.1', 0)
reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())""")
        self.session.run("writer.write(b'line\\n')\nawait writer.drain()")
        self.assertEqual(self.session.run("await reader.readline()").value, "b'line\\n'")

    def test_asyncio_run_in_between_leaves_the_loop_to_the_others(self):
        self.session.run("task = asyncio.create_task(asyncio.sleep(0.05, 5))\nawait asyncio.sleep(0)")
        self.assertEqual(self.session.run("asyncio.run(asyncio.sleep(0, 3))").value, "3")
        self.assertEqual(self.session.run("await task").value, "5")

    def test_it_is_the_loop_that_code_finds_afterwards(self):
        self.session.run("await asyncio.sleep(0)\nloop = asyncio.get_running_loop()")
        self.session.run("asyncio.run(asyncio.sleep(0))")
        self.session.run("await asyncio.sleep(0)")
        self.assertEqual(self.session.run("asyncio.get_event_loop() is loop").value, "True")

    def test_no_frame_of_the_loop_shows(self):
        result = self.session.run("async def f(): 1 / 0\nawait f()").result
        self.assertNotIn("asyncio", result["traceback"])
        self.assertIn('"<cell 2>", line 2, in <module>\n    await f()', result["traceback"])

    def test_system_exit_ends_the_cell_alone(self):
        for code in (
            "await asyncio.sleep(0)\nraise SystemExit(4)",
            "async def leave(): raise SystemExit(4)\nt = asyncio.create_task(leave())\nawait asyncio.sleep(9)",
        ):
            self.assertEqual(self.session.run(code).result.get("exitCode"), 4, code)
            cell = self.session.run("await asyncio.sleep(0, 2)")
            self.assertEqual((cell.value, cell.stderr), ("2", ""))

    def test_a_cell_that_is_cancelled_by_itself_has_its_own_exception(self):
        result = self.session.run("asyncio.current_task().cancel()\nawait asyncio.sleep(1)").result
        self.assertEqual(result["name"], "CancelledError")

    def test_an_interrupt_cancels_it_and_leaves_the_loop_and_other_tasks_alone(self):
        self.session.run("task = asyncio.create_task(asyncio.sleep(0.5, 5))\nawait asyncio.sleep(0)")
        result = self.session.run_interrupted("await asyncio.sleep(100)").result
        self.assertEqual(result["name"], "KeyboardInterrupt", result)
        self.assertIn("await asyncio.sleep(100)", result["traceback"])
        self.assertNotIn("CancelledError", result["traceback"])
        self.assertEqual(self.session.run("await task").value, "5")

    def test_an_interrupt_reaches_one_that_computes(self):
        code = "import time\nawait asyncio.sleep(0)\ntime.sleep(100)"
        result = self.session.run_interrupted(code).result
        self.assertEqual(result["name"], "KeyboardInterrupt")
        self.assertEqual(self.session.run("await asyncio.sleep(0, 2)").value, "2")

    def test_the_next_interrupt_works_as_well(self):
        for code in ("await asyncio.sleep(100)", "import time\ntime.sleep(100)", "await asyncio.sleep(100)"):
            self.assertEqual(self.session.run_interrupted(code).result["name"], "KeyboardInterrupt")

    def test_a_handler_of_the_guest_stays(self):
        self.session.run("import signal\nsignal.signal(signal.SIGINT, lambda *_: print('mine'))")
        cell = self.session.run_interrupted("await asyncio.sleep(0.6, 5)")
        self.assertEqual((cell.value, cell.stdout), ("5", "mine\n"))
