import os
import unittest

from . import driver


class SessionFiles(unittest.TestCase):
    def setUp(self):
        self.session = driver.Session()
        self.addCleanup(self.session.close)

    def make(self, code):
        self.assertEqual(self.session.run(f"import os\n{code}").result["status"], "completed")

    def listed(self):
        answer = self.session.ask("list")
        return {file["path"]: file["size"] for file in answer["files"]}, answer["omitted"]

    def assert_fails(self, kind, **fields):
        answer = self.session.ask(kind, **fields)
        self.assertEqual(answer["type"], "failed", answer)
        self.assertEqual(self.session.run("1").value, "1")
        return answer["reason"]

    def test_regular_files_are_listed_in_the_order_of_their_names(self):
        self.make("os.makedirs('d/e')\nfor p in ('z', 'a', 'd/e/x'): open(p, 'w').write(p)")
        self.assertEqual(self.listed(), ({"a": 1, "z": 1, "d/e/x": 5}, 0))

    def test_links_pipes_and_what_tools_keep_are_not(self):
        self.make(
            "os.symlink('/etc', 'l')\nos.mkfifo('f')\nos.makedirs('.cache')\nopen('.cache/x', 'w').close()\n"
            "os.makedirs('d/__pycache__')\nopen('d/__pycache__/x', 'w').close()"
        )
        self.assertEqual(self.listed(), ({}, 0))

    def test_those_beyond_the_most_and_with_a_misleading_name_are_counted(self):
        self.make("for i in range(300): open(f'f{i:03}', 'w').close()\nopen('a\\nb', 'w').close()")
        files, omitted = self.listed()
        self.assertEqual((len(files), omitted), (256, 45))

    def test_one_is_read_in_parts(self):
        self.make("open('data', 'wb').write(bytes(range(256)) * 8192)")
        content = bytes(range(256)) * 8192
        self.assertEqual(self.session.read("data"), (1 << 21, content[: 1 << 20]))
        self.assertEqual(self.session.read("data", 1 << 20, 1 << 30), (1 << 21, content[1 << 20 :]))
        self.assertEqual(self.session.read("data", 3, 5), (1 << 21, content[3:8]))
        for offset in (1 << 21, 1 << 40):
            self.assertEqual(self.session.read("data", offset, 5), (1 << 21, b""))

    def test_one_is_deleted(self):
        self.make("os.mkdir('d')\nopen('d/a', 'w').close()")
        self.assertEqual(self.session.ask("delete", path="d/a"), {"type": "done"})
        self.assertEqual(self.listed(), ({}, 0))
        self.assertIn("No such file", self.assert_fails("delete", path="d/a"))

    def test_no_path_leads_elsewhere(self):
        self.make(
            "os.symlink('/etc', 'folder')\nos.symlink('/etc/passwd', 'link')\nos.mkfifo('fifo')\nos.mkdir('d')"
        )
        paths = ("folder/passwd", "link", "fifo", "d", "../x", "/etc/passwd", "", ".", "a//b", "x\0", "none")
        for path in paths:
            with self.subTest(path):
                self.assert_fails("read", path=path, offset=0, length=10)
        for path in ("folder/passwd", "d", "../x", "/etc/passwd", "", "none"):
            with self.subTest(path):
                self.assert_fails("delete", path=path)
        self.assertTrue(os.path.exists("/etc/passwd"))

    def test_a_question_that_makes_no_sense_is_answered(self):
        self.make("open('a', 'w').close()")
        self.assert_fails("read", path="a", offset=-1, length=5)
        self.assert_fails("nonsense")
