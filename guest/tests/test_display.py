import unittest

from . import child


class Display(unittest.TestCase):
    """Tables of the real library are in tests/files/value.test.ts."""

    def test_a_value_is_shown_by_its_repr(self):
        for code in ("'text'", "b'x'", "[1, 2]", "1.5", "{'a': None}"):
            self.assertEqual(child.run(code).result["value"], code)

    def test_a_library_that_lies_about_its_options_costs_no_value(self):
        for module in ("pandas", "numpy"):
            for body in (
                b"",
                b"def get_option(name): raise KeyError\nget_printoptions = get_option",
                b"get_option = 5",
            ):
                with self.subTest((module, body)):
                    ended = child.run(f"import {module}\n5", files={f"{module}.py": body})
                    self.assertEqual(ended.result["value"], "5", ended)

    def test_no_frame_of_the_harness_shows_where_repr_raises(self):
        ended = child.run("class C:\n    def __repr__(self): return 1 / 0\nC()")
        self.assertEqual(ended.result["name"], "ZeroDivisionError")
        self.assertNotIn("pymcp_guest", ended.result["traceback"])
