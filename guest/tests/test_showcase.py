import unittest

from . import child, driver

VALUE = "class C:\n    def __repr__(self): return 'C'\n    def _repr_html_(self): {}\n"


class Html(unittest.TestCase):
    def shown(self, body, rest="C()"):
        ended = child.run(VALUE.format(body) + rest)
        self.assertEqual(ended.result["status"], "completed", ended)
        return ended

    def test_a_value_that_has_it_is_shown_as_both(self):
        ended = self.shown("return '<b>é</b>'")
        self.assertEqual((ended.result["value"], ended.html), ("C", ["<b>é</b>".encode()]))

    def test_one_that_has_none_is_text_alone(self):
        for body in ("return None", "return 5", "raise KeyError"):
            self.assertEqual(self.shown(body).html, [])
        self.assertEqual(self.shown("return '<b>'", "C").html, [])
        self.assertEqual(self.shown("return '<b>'", "_C = C()\n_C._repr_html_ = 5\n5").html, [])

    def test_why_there_is_none_stands_on_stderr(self):
        self.assertIn("KeyError", self.shown("raise KeyError('x')").stderr)

    def test_one_that_is_too_long_or_one_too_many_is_counted(self):
        ended = self.shown("return 'x' * (1 << 20)")
        self.assertEqual((len(ended.html[0]), ended.omitted), (1 << 20, (0, 0, 0)))
        self.assertEqual(self.shown("return 'x' * ((1 << 20) + 1)").omitted, (0, 0, 1))
        ended = self.shown("return 'x'", "for _ in range(9): display(C())\nC()")
        self.assertEqual((len(ended.html), ended.omitted), (8, (0, 0, 2)))

    def test_text_that_is_none_is_made_one(self):
        self.assertEqual(self.shown("return '\\ud800'").html, [b"?"])


class Display(unittest.TestCase):
    def test_it_shows_at_once_and_has_no_value(self):
        ended = child.run(VALUE.format("return '<b>'") + "display(C(), 5)\nprint('end')\ndisplay('x')")
        self.assertEqual((ended.stdout, ended.html), ("C\n5\nend\n'x'\n", [b"<b>"]))
        self.assertIsNone(ended.result["value"])

    def test_an_open_figure_is_drawn_where_it_is_shown_and_not_again(self):
        code = "import matplotlib.pyplot as plt\nfigure, _ = plt.subplots()\ndisplay(figure)\nplt.plot([1])"
        self.assertEqual(len(child.run(code).images), 2)
        self.assertEqual(len(child.run(code.rpartition("\n")[0]).images), 1)
        self.assertEqual(len(child.run(f"{code}\nplt.close('all')\ndisplay(figure)").images), 2)

    def test_a_child_of_the_program_shows_its_text_alone(self):
        code = "import os\npid = os.fork()\nif not pid:\n    display(C())\n    os._exit(0)\nos.wait()\n5"
        ended = child.run(VALUE.format("return '<b>'") + code)
        self.assertEqual((ended.stdout, ended.html), ("C\n", []))


class Tables(unittest.TestCase):
    """With the real library."""

    def test_a_data_frame_is_text_and_html(self):
        ended = child.run("import pandas\npandas.DataFrame({'a': [1, 2], 'b': ['x', '<y>']})")
        self.assertIn("a    b\n0  1    x", ended.result["value"])
        self.assertIn("&lt;y&gt;", ended.html[0].decode())

    def test_a_huge_one_is_shortened_in_both(self):
        ended = child.run("import pandas\npandas.DataFrame({f'c{i}': range(100_000) for i in range(100)})")
        self.assertIn("100000 rows", ended.result["value"])
        self.assertLess(len(ended.html[0]), 100_000)
        self.assertIn("100000 rows", ended.html[0].decode())
        self.assertNotIn("c50", ended.html[0].decode())

    def test_as_much_of_it_is_shown_in_both(self):
        ended = child.run("import pandas\npandas.DataFrame({f'c{i}': range(9999) for i in range(40)})")
        text, html = ended.result["value"], ended.html[0].decode()
        for shown in (text, html):
            self.assertIn("c20", shown)
            self.assertIn("9989", shown)
        # Ten rows of each end, and dots.
        self.assertEqual(html.count("<tr>"), 21)

    def test_an_option_that_the_program_has_set_stays(self):
        code = "import pandas\npandas.set_option('display.max_rows', 4)\npandas.DataFrame({'a': range(9999)})"
        self.assertEqual(child.run(code).html[0].decode().count("<tr>"), 5)


class Cells(unittest.TestCase):
    def test_each_has_its_own_figures_and_html(self):
        with driver.Session() as session:
            session.run("import matplotlib.pyplot as plt, pandas")
            self.assertEqual(len(session.run("plt.plot([1])\nplt.show()\nplt.plot([2])").images), 2)
            self.assertEqual(len(session.run("plt.plot([1])\npandas.DataFrame({'a': [1]})").images), 1)
            self.assertEqual(len(session.run("pandas.DataFrame({'a': [1]})").html), 1)
            self.assertEqual((session.run("1").images, session.run("1").html), ([], []))

    def test_the_import_of_pyplot_is_watched_once(self):
        with driver.Session() as session:
            code = "import sys\n[type(f).__name__ for f in sys.meta_path].count('_PyplotFinder')"
            session.run("1")
            self.assertEqual(session.run(code).value, "1")

    def test_figures_of_a_cell_that_fails_are_shown(self):
        with driver.Session() as session:
            cell = session.run("import matplotlib.pyplot as plt\nplt.plot([1])\n1 / 0")
            self.assertEqual((cell.result["name"], len(cell.images)), ("ZeroDivisionError", 1))
            self.assertEqual(session.run("1").images, [])
