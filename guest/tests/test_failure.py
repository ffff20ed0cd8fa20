import json
import unittest

from pymcp_guest import failure

from . import child


def raised(code):
    """The result of a program that must raise."""
    ended = child.run(code)
    assert ended.result is not None, ended
    assert ended.result["status"] == "raised", ended
    assert ended.exit_code == 1, ended
    return ended.result


class Exceptions(unittest.TestCase):
    def assert_traceback(self, result, lines):
        """Line by line; from 3.11 on there are lines with markers too."""
        shown = [line for line in result["traceback"].splitlines() if line.strip(" ^~")]
        home = shown[1].partition('"')[2].partition("/main.py")[0]
        self.assertEqual([line.replace(home, "HOME") for line in shown], lines)

    def test_name_message_and_traceback_are_those_of_python(self):
        result = raised("def f():\n    raise ValueError('wrong', 5)\nf()")
        self.assertEqual((result["name"], result["message"]), ("ValueError", "('wrong', 5)"))
        self.assert_traceback(
            result,
            [
                "Traceback (most recent call last):",
                '  File "HOME/main.py", line 3, in <module>',
                "    f()",
                '  File "HOME/main.py", line 2, in f',
                "    raise ValueError('wrong', 5)",
                "ValueError: ('wrong', 5)",
            ],
        )

    def test_no_frame_of_the_harness_shows(self):
        programs = (
            "1 / 0",
            "x = 1\n1 / 0\nx = 2",
            "def broken(:",
            "return 5",
            "import json\njson.loads('{')",
            "import ast\nast.parse('(')",
            "class C:\n    def __repr__(self): return 5\nC()",
            "exec('1 / 0')",
            "raise KeyboardInterrupt",
        )
        for code in programs:
            with self.subTest(code):
                result = raised(code)
                self.assertNotIn("pymcp_guest", result["traceback"])
                self.assertIn(result["name"], result["traceback"])

    def test_a_syntax_error_shows_where_it_is_and_nothing_else(self):
        result = raised("x = 1\nx = = 2\n")
        self.assertEqual(result["name"], "SyntaxError")
        self.assertIn('main.py", line 2\n    x = = 2\n', result["traceback"])
        self.assertNotIn("ast.py", result["traceback"])
        for code, name in ((" x = 1", "IndentationError"), ("if 1:\n\tx\n        y", "TabError")):
            self.assertEqual(raised(code)["name"], name)

    def test_the_frames_of_ast_show_where_the_program_itself_called_it(self):
        self.assertIn("ast.py", raised("import ast\nast.parse('(')")["traceback"])

    def test_a_chain_of_exceptions_is_shown_whole(self):
        result = raised("try:\n    1 / 0\nexcept Exception as e:\n    raise KeyError('second') from e")
        self.assertIn("ZeroDivisionError: division by zero", result["traceback"])
        self.assertIn("direct cause", result["traceback"])
        self.assertEqual(result["name"], "KeyError")

    def test_endless_recursion_is_an_exception_like_any_other(self):
        result = raised("def f():\n    f()\nf()")
        self.assertEqual(result["name"], "RecursionError")
        self.assertLess(len(result["traceback"]), 70_000)

    def test_a_nested_class_has_its_qualified_name(self):
        self.assertEqual(raised("class A:\n    class B(Exception): pass\nraise A.B")["name"], "A.B")

    def test_an_exception_that_fights_back_is_still_described(self):
        text = "class T(str):\n    def __len__(self): raise MemoryError\n    __getitem__ = __len__\n"
        metaclass = "class M(type):\n    def __getattribute__(cls, name): raise ValueError\n"
        programs = {
            "class E(Exception):\n    def __str__(self): raise ValueError\nraise E": "E",
            "class E(Exception):\n    def __str__(self): return 5\nraise E": "E",
            "class E(Exception):\n    def __str__(self): raise SystemExit\nraise E": "E",
            f"{text}class E(Exception):\n    def __str__(self): return T('x')\nraise E": "E",
            f"{text}class E(Exception): pass\nE.__qualname__ = T('Odd')\nraise E": "Odd",
            f"{metaclass}class E(Exception, metaclass=M): pass\nraise E": "Exception",
            "class E(Exception):\n    __traceback__ = 5\nraise E": "E",
            "class E(Exception):\n    __cause__ = 5\nraise E": "E",
        }
        for code, name in programs.items():
            with self.subTest(code):
                result = raised(code)
                self.assertEqual(result["name"], name)
                self.assertIsInstance(result["message"], str)
                self.assertNotEqual(result["traceback"], "")

    def test_a_huge_message_is_cut_in_the_middle(self):
        result = raised("raise ValueError('a' * 500_000 + 'z' * 500_000)")
        for field, most in (("message", 8 * 1024), ("traceback", 64 * 1024)):
            with self.subTest(field):
                self.assertLess(len(result[field]), most + 100)
                self.assertIn(" characters left out …\n", result[field])
        self.assertTrue(result["message"].startswith("aaa"))
        self.assertTrue(result["message"].endswith("zzz"))

    def test_the_largest_description_fits_a_frame(self):
        # The gateway takes 1 MiB; JSON makes twelve bytes of a character beyond the first plane.
        code = "class E(Exception): pass\nE.__qualname__ = '😀' * 1000\nraise E('😀' * 1_000_000)"
        ended = child.run(code)
        self.assertEqual(ended.result["status"], "raised")
        self.assertLess(self.frame_size(ended.result), 1024 * 1024)
        value = child.run("class C:\n    def __repr__(self): return '😀' * 1_000_000\nC()").result
        self.assertLess(self.frame_size(value), 1024 * 1024)

    @staticmethod
    def frame_size(message):
        return len(json.dumps(message))


class MiddleCut(unittest.TestCase):
    def test_what_fits_is_left_alone(self):
        for text in ("", "abc", "abcd"):
            self.assertEqual(failure._middle_cut(text, 4), text)

    def test_both_ends_stay_and_the_rest_is_counted(self):
        self.assertEqual(failure._middle_cut("abcde", 4), "ab\n… 1 characters left out …\nde")
        self.assertEqual(failure._middle_cut("abcdefgh", 5), "ab\n… 4 characters left out …\ngh")

    def test_the_second_half_begins_with_a_whole_word(self):
        for space in (" ", "\n"):
            text = "a" * 100 + "secret" + space + "z" * 39
            self.assertTrue(failure._middle_cut(text, 84).endswith("left out …\n" + "z" * 39))
        self.assertTrue(failure._middle_cut("a" * 100 + "z z" + "z" * 39, 84).endswith("z" * 39))


class PlainText(unittest.TestCase):
    def test_a_subclass_of_str_becomes_str(self):
        class Text(str):
            pass

        self.assertIs(type(failure.plain_text(Text("x"))), str)
        self.assertEqual(failure.plain_text(Text("x")), "x")
