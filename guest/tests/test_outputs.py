import os
import tempfile
import unittest

from pymcp_guest import outputs

from . import child


class Outputs(unittest.TestCase):
    def completed(self, code):
        ended = child.run(code)
        self.assertEqual(ended.result and ended.result["status"], "completed", ended)
        return ended

    def files(self, code):
        return self.completed(code).files

    def test_files_that_the_program_made_come_out_in_the_order_of_their_names(self):
        code = """
import os
os.makedirs('d/e')
for path in ('z', 'd/e/x', 'a', 'é'):
    with open(path, 'w') as file: file.write(path)"""
        files = self.files(code)
        self.assertEqual(list(files), ["a", "d/e/x", "z", "é"])
        self.assertEqual(files["d/e/x"], b"d/e/x")

    def test_they_come_out_of_a_program_that_raised_or_left(self):
        for end in ("1 / 0", "raise SystemExit(3)", "import sys\nsys.exit(0)"):
            self.assertEqual(child.run(f"open('a', 'w').write('x')\n{end}").files, {"a": b"x"}, end)

    def test_the_program_itself_and_what_tools_keep_stay(self):
        code = """
import os
for folder in ('__pycache__', 'd/__pycache__', '.cache/x', '.config/matplotlib'):
    os.makedirs(folder)
    with open(f'{folder}/file', 'w') as file: file.write('x')
with open(__file__, 'a') as file: file.write('# changed')"""
        self.assertEqual(self.files(code), {})

    def test_what_was_not_closed_is_there(self):
        code = "f = open('text', 'w')\nf.write('x')\ng = open('bytes', 'wb')\ng.write(b'y')\nh = [f, g]"
        self.assertEqual(self.files(code), {"text": b"x", "bytes": b"y"})

    def test_an_unclosed_pipe_that_nobody_reads_is_not_waited_for(self):
        code = """
import os
read, write = os.pipe()
os.set_blocking(write, False)
try:
    while os.write(write, b'x' * 65536): pass
except BlockingIOError: os.set_blocking(write, True)
pipe = open(write, 'w')
pipe.write('y')"""
        self.assertEqual(self.files(code), {})

    def test_only_regular_files_are_followed_to(self):
        code = """
import os, socket
os.symlink('/etc/passwd', 'link')
os.symlink('/etc', 'folder')
os.symlink('nowhere', 'dangling')
os.mkfifo('fifo')
os.link(__file__, 'hard')
socket.socket(socket.AF_UNIX).bind('socket')"""
        self.assertEqual(list(self.files(code)), ["hard"])

    def test_names_that_could_mislead_are_counted(self):
        code = r"""
for name in (b'a\nb', b'a\x1b[2J', b'\xff\xfe', 'a\u202eb'.encode(), b'a\\b', b'fine'):
    with open(name, 'w') as file: file.write('x')"""
        ended = self.completed(code)
        self.assertEqual((ended.files, ended.omitted), ({"fine": b"x"}, (5, 0, 0)))

    def test_what_is_too_large_is_listed_without_its_content(self):
        code = """
with open('large', 'wb') as file: file.truncate(64 * 1024 * 1024 + 1)
with open('fits', 'wb') as file: file.truncate(64 * 1024 * 1024)
with open('sparse', 'wb') as file: file.truncate(1 << 40)
with open('small', 'wb') as file: file.write(b'x')"""
        files = self.files(code)
        self.assertEqual(
            {path: data and len(data) for path, data in files.items()},
            {"fits": 64 * 1024 * 1024, "large": None, "small": 1, "sparse": None},
        )

    def test_a_large_file_comes_out_whole(self):
        code = "with open('large', 'wb') as file: file.write(bytes(range(256)) * 20_001)"
        self.assertEqual(self.files(code), {"large": bytes(range(256)) * 20_001})

    def test_one_that_shrinks_while_it_is_sent_keeps_its_announced_size(self):
        size = 3 * 1024 * 1024
        with tempfile.TemporaryDirectory() as home:
            path = os.path.join(home, "large")
            with open(path, "wb") as file:
                file.write(b"x" * size)
            (output,) = (self.shrink(path, one) for one in outputs.Outputs(home, "main.py", {}).collect())
        self.assertEqual(len(output), size)
        self.assertEqual(output.rstrip(b"\0"), b"x" * (2 * 512 * 1024))

    def shrink(self, path, output):
        parts = iter(output.parts)
        first = next(parts) + next(parts)
        os.truncate(path, 100)
        return first + b"".join(parts)

    def test_all_content_together_is_bounded(self):
        code = "for n in range(5):\n    with open(f'f{n}', 'wb') as file: file.truncate(48 * 1024 * 1024)"
        self.assertEqual(sum(data is not None for data in self.files(code).values()), 2)
        code = "for n in range(40):\n    with open(f'f{n:02}', 'wb') as file: file.write(b'x')"
        files = self.files(code)
        self.assertEqual((len(files), sum(data is not None for data in files.values())), (40, 32))

    def test_ten_thousand_files_are_counted(self):
        ended = self.completed("for n in range(10_000): open(f'f{n}', 'w').close()")
        self.assertEqual((len(ended.files), ended.omitted[0]), (256, 10_000 - 256))

    def test_a_folder_of_any_depth_is_looked_into_as_far_as_a_path_may_reach(self):
        code = """
import os
for depth in range(100):
    if depth in (30, 31, 32): open('file', 'w').close()
    os.mkdir('d')
    os.chdir('d')"""
        ended = self.completed(code)
        self.assertEqual(sorted(path.count("/") for path in ended.files), [30, 31])
        self.assertEqual(ended.omitted, (1, 0, 0))

    def test_a_program_that_left_no_descriptor_still_has_its_result(self):
        code = """
import os, resource
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
open('a', 'w').close()
try:
    while True: os.dup(0)
except OSError: pass
5"""
        ended = self.completed(code)
        self.assertEqual((ended.result["value"], ended.files), ("5", {}))
        self.assertIn("files could not be collected", ended.stderr)
