import unittest

from . import child


class Inputs(unittest.TestCase):
    def run_with(self, files, code):
        ended = child.run(code, files=files)
        self.assertEqual(ended.result and ended.result["status"], "completed", ended)
        return ended

    def test_they_stand_beside_the_program_before_it_starts(self):
        files = {
            "a.csv": b"a,b\n",
            "data/deep/x.bin": bytes(range(256)),
            "data/empty": b"",
            "é 日本.txt": b"x",
        }
        code = f"all(open(path, 'rb').read() == data for path, data in {files!r}.items())"
        self.assertEqual(self.run_with(files, code).result["value"], "True")

    def test_they_are_ordinary_files_of_the_program(self):
        code = "import os, stat\nstat.filemode(os.stat('d/x').st_mode), stat.filemode(os.stat('d').st_mode)"
        self.assertEqual(self.run_with({"d/x": b""}, code).result["value"], "('-rw-r--r--', 'drwxr-xr-x')")

    def test_a_module_among_them_can_be_imported(self):
        ended = self.run_with({"helper.py": b"answer = 42"}, "import helper\nhelper.answer")
        self.assertEqual(ended.result["value"], "42")

    def test_those_that_nobody_changed_do_not_come_back(self):
        ended = self.run_with({"a": b"x", "d/b": b"y"}, "open('a').read() + open('d/b').read()")
        self.assertEqual(ended.files, {})

    def test_one_that_is_written_at_once_comes_back_even_at_the_same_size(self):
        ended = self.run_with({"a": b"x", "d/b": b"y"}, "with open('d/b', 'w') as file: file.write('z')")
        self.assertEqual(ended.files, {"d/b": b"z"})

    def test_one_with_another_put_in_its_place_comes_back(self):
        code = "import os\nopen('new', 'w').write('x')\nos.utime('new', ns=(0, os.stat('a').st_mtime_ns))\n"
        ended = self.run_with({"a": b"x"}, f"{code}os.replace('new', 'a')")
        self.assertEqual(ended.files, {"a": b"x"})

    def test_one_that_cannot_be_placed_ends_the_run_with_a_word(self):
        ended = child.run("print('ran')", files={"a": b"", "a/b": b""})
        self.assertIsNone(ended.result)
        self.assertEqual(ended.stdout, "")
        self.assertIn("NotADirectoryError", ended.stderr)
