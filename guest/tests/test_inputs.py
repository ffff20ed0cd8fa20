import os
import resource
import shutil
import socket
import tempfile
import threading
import unittest

from pymcp_guest import frames, inputs

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

    def test_with_one_that_cannot_be_placed_nothing_is_run(self):
        ended = child.run("print('ran')", files={"a": b"", "a/b": b""})
        self.assertEqual((ended.result["status"], ended.result["name"]), ("raised", "OSError"))
        self.assertEqual((ended.stdout, ended.exit_code), ("", 1))
        why = "the file a/b could not be put into the scratch folder: Not a directory"
        self.assertIn(why, ended.result["message"])


class InputsOfASession(unittest.TestCase):
    """What is there already was put there by guest code."""

    def setUp(self):
        self.home = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.home)
        self.gateway, self.control = socket.socketpair()
        self.addCleanup(self.gateway.close)
        self.addCleanup(self.control.close)

    def path(self, name):
        return os.path.join(self.home, name)

    def content(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def receive(self, files, then=({"type": "cell", "code": "1"},), chunk=3):
        def send():
            for path, data in files.items():
                child.send_file(self.gateway, path, data, chunk)
            for message in then:
                frames.send_frame(self.gateway, message)
            if not then:
                self.gateway.shutdown(socket.SHUT_WR)

        sender = threading.Thread(target=send)
        sender.start()
        try:
            return inputs.receive(self.control, self.home)
        finally:
            sender.join()

    def test_a_message_of_any_other_kind_ends_them(self):
        for message in ({"type": "cell", "code": "1"}, {"type": "list"}):
            request, placed = self.receive({"a": b"0123456789", "d/b": b""}, (message,))
            self.assertEqual((request, list(placed)), (message, ["a", "d/b"]))
        self.assertEqual((self.content("a"), self.content("d/b")), (b"0123456789", b""))

    def test_a_file_that_is_there_is_replaced_and_whoever_has_it_open_keeps_it(self):
        with open(self.path("a"), "w+b") as old:
            old.write(b"old")
            old.flush()
            self.receive({"a": b"new one"})
            old.seek(0)
            self.assertEqual(old.read(), b"old")
        self.assertEqual(self.content("a"), b"new one")
        self.assertEqual(os.listdir(self.home), ["a"])

    def test_no_link_is_followed_at_the_end_of_a_path_or_on_its_way(self):
        outside = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, outside)
        victim = os.path.join(outside, "victim")
        with open(victim, "w") as file:
            file.write("untouched")
        os.symlink(victim, self.path("link"))
        os.link(victim, self.path("hard"))
        os.symlink(outside, self.path("folder"))
        os.mkfifo(self.path("fifo"))
        self.receive({"link": b"mine", "hard": b"mine", "fifo": b"mine"})
        for name in ("link", "hard", "fifo"):
            self.assertFalse(os.path.islink(self.path(name)))
            self.assertEqual(self.content(name), b"mine")
        for name in ("folder/x", "folder/victim"):
            with self.assertRaisesRegex(inputs.NotPlacedError, "the file folder/.* could not be put"):
                self.receive({name: b"mine"})
        self.assertEqual(os.listdir(outside), ["victim"])
        with open(victim) as file:
            self.assertEqual(file.read(), "untouched")

    def test_after_one_that_cannot_be_placed_the_channel_is_in_order(self):
        os.mkdir(self.path("folder"))
        before = {"type": "cell", "code": "before"}
        after = {"type": "cell", "code": "after"}
        with self.assertRaisesRegex(inputs.NotPlacedError, "the file folder could not") as caught:
            self.receive({"folder": b"0123456789", "never": b"x"}, (before, after))
        self.assertEqual(caught.exception.request, before)
        self.assertEqual(inputs.receive(self.control, self.home), (after, {}))
        self.assertEqual(os.listdir(self.home), ["folder"])

    def test_one_that_finds_no_room_leaves_nothing_of_itself(self):
        def work():
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
            try:
                self.receive({"before": b"x", "large": b"x" * 3000, "after": b"x"}, chunk=900)
            except inputs.NotPlacedError as error:
                return [str(error), sorted(os.listdir(self.home))]

        message, left = child.answer_of(work)
        self.assertIn("the file large could not be put into the scratch folder: File too large", message)
        self.assertEqual(left, ["before"])

    def test_a_gateway_that_goes_away_in_the_middle_leaves_no_half_of_a_file(self):
        frames.send_frame(self.gateway, {"type": "file", "path": "a", "size": 10})
        frames.send_frame(self.gateway, {"type": "chunk", "data": "AAEC"})
        self.assertEqual(self.receive({}, ()), (None, {}))
        self.assertEqual(os.listdir(self.home), [])
