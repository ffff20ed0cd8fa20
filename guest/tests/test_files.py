import base64
import os
import signal
import tempfile
import unittest
from unittest import mock

from pymcp_files import deadline, globs, ignoring, links, place, walking, worker


class Files(unittest.TestCase):
    """The file worker on a folder of this machine: the rules that the jail does not need to hold."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        for module in (place, links, walking):
            patch = mock.patch.object(module, "ROOT", self.root)
            patch.start()
            self.addCleanup(patch.stop)

    def put(self, path, content):
        whole = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, "wb") as file:
            file.write(content)

    def ask(self, task, **question):
        return worker.answer({"task": task, "question": question})

    def done(self, task, **question):
        answer = self.ask(task, **question)
        self.assertIn("done", answer, answer)
        return answer["done"]

    def refused(self, task, **question):
        answer = self.ask(task, **question)
        self.assertIn("refused", answer, answer)
        return answer["refused"]

    def lines(self, path, most=1000, first=1, last=None, tail=None):
        found = self.done("readText", path=path, most=most, margin=0, first=first, last=last, tail=tail)
        text = base64.b64decode(found["data"]).decode()
        return text, found["firstLine"], found["lastLine"], found["lines"], found["truncated"]

    def test_parts_of_a_file_are_counted_right(self):
        self.put("a", b"1\n2\n3\n")
        self.put("b", b"1\n2\n3")
        self.put("c", b"")
        for name, end in (("a", "3\n"), ("b", "3")):
            self.assertEqual(self.lines(name), (f"1\n2\n{end}", 1, 3, 3, False))
            self.assertEqual(self.lines(name, first=2, last=2), ("2\n", 2, 2, 3, False))
            self.assertEqual(self.lines(name, first=3), (end, 3, 3, 3, False))
            self.assertEqual(self.lines(name, tail=1), (end, 3, 3, 3, False))
            self.assertEqual(self.lines(name, tail=9), (f"1\n2\n{end}", 1, 3, 3, False))
            self.assertEqual(self.lines(name, first=4), ("", None, None, 3, False))
            self.assertEqual(self.lines(name, most=4), ("1\n2\n", 1, 2, 3, True))
        self.assertEqual(self.lines("c"), ("", None, None, 0, False))
        self.assertEqual(self.lines("c", tail=3), ("", None, None, 0, False))

    def test_every_part_is_the_same_as_that_of_the_whole(self):
        whole = "".join(f"{n} {'x' * (n % 7)}\n" for n in range(400))
        self.put("a", whole.encode())
        expected = whole.splitlines(keepends=True)
        with mock.patch("pymcp_files.reading._BLOCK", 64):
            for first, last in ((1, 1), (3, 9), (100, 399), (399, 400), (400, 500)):
                text = self.lines("a", most=100_000, first=first, last=last)[0]
                self.assertEqual(text, "".join(expected[first - 1 : last]))

    def test_edits_keep_what_is_around_and_move_indentation(self):
        self.put("a.py", b"class A:\n    def f(self):\n        return 1\n")
        edit = {"old": "def f(self):\n    return 1", "new": "def f(self):\n    x = 2\n    return x"}
        after = self.done("planEdit", path="a.py", edits=[edit])["after"]
        wanted = b"class A:\n    def f(self):\n        x = 2\n        return x\n"
        self.assertEqual(base64.b64decode(after), wanted)

    def test_a_write_that_expects_something_else_changes_nothing(self):
        self.put("a", b"old")
        question = {"path": "a", "data": "bmV3", "temporary": ".pymcp-0123456789abcdef"}
        self.assertEqual(self.refused("write", expected=None, **question)["code"], "changed")
        self.assertEqual(self.refused("write", expected="0" * 64, **question)["code"], "changed")
        self.assertEqual(os.listdir(self.root), ["a"])
        self.assertEqual(self.refused("sweep", path="a", temporary="a")["code"], "name")

    def test_globs(self):
        for pattern, matching, other in (
            ("*.py", ["a.py"], ["a/b.py", "a.pyc"]),
            ("**/*.py", ["a.py", "a/b/c.py"], ["a.txt"]),
            ("src/**", ["src/a", "src/a/b"], ["srcs/a"]),
            ("a?c[!x-z]", ["abcd"], ["abcy", "a/cd"]),
            ("{a,b}.txt", ["a.txt", "b.txt"], ["c.txt"]),
            ("[", ["["], ["a"]),
            ("a[z-a]", [], ["ab"]),
        ):
            compiled = globs.to_regex(pattern)
            self.assertEqual([path for path in matching + other if compiled.match(path)], matching, pattern)

    def test_rules_of_gitignore(self):
        self.put(".gitignore", b"# comment\n*.o\n!keep.o\n/root\nfolder/\na/**/z\n\\#x\nspace\\ \n")
        fd = os.open(self.root, os.O_RDONLY)
        self.addCleanup(os.close, fd)
        rules = ignoring.Ignored("", [], None).below(fd, "")
        for path, is_folder, wanted in (
            ("a.o", False, True),
            ("x/a.o", False, True),
            ("keep.o", False, False),
            ("root", False, True),
            ("x/root", False, False),
            ("folder", True, True),
            ("folder", False, False),
            ("a/z", False, True),
            ("a/b/c/z", False, True),
            ("#x", False, True),
            ("other", False, False),
        ):
            self.assertEqual(rules.has(path, path.rpartition("/")[2], is_folder), wanted, path)

    def test_searches_find_each_line_once_and_count_right(self):
        self.put("a.txt", "é one one\ntwo\none\n".encode())
        query = {"path": "", "included": [], "excluded": [], "withIgnored": False, "most": 10, "around": 0}
        for pattern, is_regex, wanted in (
            ("one", False, [1, 3]),
            ("^t.o$", True, [2]),
            ("^", True, [1, 2, 3]),
        ):
            found = self.done("searchText", pattern=pattern, isRegex=is_regex, ignoreCase=False, **query)
            self.assertEqual([match["line"] for match in found["matches"]], wanted)
        bad = self.refused("searchText", pattern="(", isRegex=True, ignoreCase=False, **query)
        self.assertEqual(bad["code"], "pattern")

    def test_hostile_patterns_are_ended_and_the_next_question_is_answered(self):
        self.put("a" * 200, b"a" * 200 + b"!")
        where = {"path": "", "excluded": [], "withIgnored": False}
        text = {**where, "included": [], "most": 10, "around": 0, "ignoreCase": False}
        glob = "*a" * 20 + "b"
        with mock.patch.object(deadline, "SECONDS", 0.2):
            for task, question in (
                ("searchText", {**text, "pattern": "(a|aa)+$", "isRegex": True}),
                ("searchText", {**text, "pattern": "a", "isRegex": False, "included": [glob]}),
                ("searchFiles", {**where, "pattern": glob, "most": 10}),
                ("tree", {**where, "excluded": [glob]}),
            ):
                self.assertEqual(self.refused(task, **question)["code"], "slow")
            self.put(".gitignore", glob.encode())
            self.assertEqual(self.refused("tree", **where)["code"], "slow")
            os.unlink(os.path.join(self.root, ".gitignore"))
            self.assertEqual(len(self.done("tree", **where)["entries"]), 1)
        self.assertEqual(signal.getitimer(signal.ITIMER_REAL), (0.0, 0.0))


if __name__ == "__main__":
    unittest.main()
