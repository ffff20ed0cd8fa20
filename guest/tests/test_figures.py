import struct
import unittest

from pymcp_guest import png

from . import child

# Drawing itself is proved with the real library in tests/files/figures.test.ts; here are the parts around it.


def image(width, height, size=45):
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)
    end = b"\0\0\0\0IEND\xaeB`\x82"
    return head + bytes(size - len(head) - len(end)) + end


class Png(unittest.TestCase):
    def test_the_longest_side_is_read(self):
        self.assertEqual(png.longest_side(image(640, 480)), 640)
        self.assertEqual(png.longest_side(image(1, 2)), 2)
        for data in (b"", b"<svg/>", image(0, 1), image(1, 1)[:-1], image(1, 1) + b"x"):
            self.assertIsNone(png.longest_side(data))

    def test_what_the_gateway_refuses_is_not_acceptable(self):
        self.assertTrue(png.is_acceptable(image(1568, 1568, 1024 * 1024)))
        for data in (image(1569, 1), image(1, 1569), image(1, 1, 1024 * 1024 + 1), b"x" * 100):
            self.assertFalse(png.is_acceptable(data))


class Value(unittest.TestCase):
    def shown(self, body):
        code = f"class C:\n    def __repr__(self): return 'C'\n    def _repr_png_(self): {body}\nC()"
        ended = child.run(code)
        self.assertEqual(ended.result["value"], "C", ended)
        return ended

    def test_one_that_shows_itself_as_png_is_an_image(self):
        data = image(3, 4)
        self.assertEqual(self.shown(f"return {data!r}").images, [data])

    def test_one_that_does_not_is_none(self):
        for body in (
            "return None",
            "return 'text'",
            "return b'GIF'",
            f"return {image(2000, 1)!r}",
            "raise KeyError",
        ):
            with self.subTest(body):
                self.assertEqual(self.shown(body).images, [])

    def test_why_it_is_left_out_stands_on_stderr(self):
        self.assertIn("KeyError", self.shown("raise KeyError('x')").stderr)
        self.assertIn("left out", self.shown("return b'GIF'").stderr)

    def test_one_whose_type_fights_back_is_left_alone(self):
        code = """
class M(type):
    def __getattribute__(cls, name): raise ValueError
class C(metaclass=M):
    def __repr__(self): return 'C'
C()"""
        ended = child.run(code)
        self.assertEqual(ended.result["status"], "completed", ended)


LIBRARY = {
    "matplotlib/__init__.py": b"",
    "matplotlib/pyplot.py": b"def show(): raise ValueError('the real one')\ndef get_fignums(): return []\n",
}


class Pyplot(unittest.TestCase):
    """With a module that stands in for the library."""

    def test_show_is_replaced_by_the_import_however_it_is_written(self):
        for code in (
            "import matplotlib.pyplot as plt\nplt.show(block=False)",
            "from matplotlib import pyplot\npyplot.show()",
            "from matplotlib.pyplot import *\nshow()",
            "import importlib\nimportlib.import_module('matplotlib.pyplot').show()",
        ):
            with self.subTest(code):
                ended = child.run(code, files=LIBRARY)
                self.assertEqual(ended.result["status"], "completed", ended)

    def test_the_module_looks_as_if_nobody_had_touched_its_import(self):
        code = """
import sys, matplotlib.pyplot as plt
assert type(plt.__loader__).__name__ == type(plt.__spec__.loader).__name__ == 'SourceFileLoader'
assert 'pymcp' not in repr(sys.meta_path), sys.meta_path"""
        self.assertEqual(child.run(code, files=LIBRARY).result["status"], "completed")

    def test_an_import_that_fails_fails_as_ever(self):
        broken = {**LIBRARY, "matplotlib/pyplot.py": b"1 / 0"}
        ended = child.run("import matplotlib.pyplot", files=broken)
        self.assertEqual(ended.result["name"], "ZeroDivisionError")

    def test_a_library_that_lies_costs_no_result(self):
        lying = {**LIBRARY, "matplotlib/pyplot.py": b"def get_fignums(): raise KeyError('lie')\n"}
        ended = child.run("import matplotlib.pyplot\n5", files=lying)
        self.assertEqual(ended.result["value"], "5", ended)

    def test_nothing_is_imported_for_a_program_that_draws_nothing(self):
        code = (
            "import sys\n[name for name in sys.modules if name.startswith(('matplotlib', 'numpy', 'pandas'))]"
        )
        self.assertEqual(child.run(code).result["value"], "[]")
