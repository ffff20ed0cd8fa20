"""Wheels of strangers: what is taken of them, and what is refused. The whole pipeline: tests/environments/."""

from __future__ import annotations

import base64
import csv
import errno
import hashlib
import os
import py_compile
import signal
import stat
import sys
import tempfile
import time
import unittest
import zipfile
from typing import Any

from pymcp_wheels import by_uv
from pymcp_wheels.bytecode import SHOWN_AT, compiled
from pymcp_wheels.in_two import in_two
from pymcp_wheels.index_page import read_page
from pymcp_wheels.pack import lay_out
from pymcp_wheels.saying import RefusedError
from pymcp_wheels.tree import Tree
from pymcp_wheels.unpack import _check_requirements
from pymcp_wheels.wheel import Facts, Wheel, why_not_plain

_ROOM = 1024 * 1024


def make_wheel(folder: str, name: str, files: dict[str, bytes], **wrong: Any) -> str:
    info = f"{name}-1.0.dist-info"
    files = {
        **files,
        f"{info}/METADATA": wrong.get(
            "metadata", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        ).encode(),
        f"{info}/WHEEL": wrong.get("wheel", "Wheel-Version: 1.0\nTag: py3-none-any\n").encode(),
    }
    rows = []
    for path, body in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
        rows.append(f"{path},sha256={digest},{len(body)}")
    record = wrong.get("record", lambda lines: lines)(rows)
    place = os.path.join(folder, f"{name}-1.0-py3-none-any.whl")
    with zipfile.ZipFile(place, "w") as archive:
        for path, body in files.items():
            archive.writestr(path, body)
        archive.writestr(f"{info}/RECORD", "".join(f"{row}\n" for row in record))
        for entry, body in wrong.get("entries", []):
            archive.writestr(entry, body)
    return place


class AnswersOfUv(unittest.TestCase):
    """What it is taken for, whatever it says: with the real one in tests/environments/uv.test.ts."""

    def test_pinned_requirements_are_read_with_their_hashes(self) -> None:
        one, two = "1" * 64, "2" * 64
        text = f"""My_Base==1.0 \\
    --hash=sha256:{one} \\
    --hash=sha256:{two}
# via top
top==2.0.post1 --hash=sha256:{two}
"""
        self.assertEqual(
            [(w.name, w.version, sorted(w.hashes), w.source) for w in by_uv._read(text)],
            [("my-base", "1.0", [one, two], False), ("top", "2.0.post1", [two], False)],
        )

    def test_anything_else_is_refused(self) -> None:
        digest = "--hash=sha256:" + "1" * 64
        for line in (
            f"a==1 --index-url=http://x {digest}",
            f"a @ http://x/a.whl {digest}",
            f"./a {digest}",
            f"a>=1 {digest}",
            f"a==1 ; x {digest}",
            "a==1",
            "a==1 --hash=md5:1",
            f"-r other {digest}",
        ):
            with self.assertRaises(by_uv.UnusableError, msg=line):
                by_uv._read(line)

    def test_its_failures_have_our_codes_and_are_one_line(self) -> None:
        said = "  \u00d7 No solution found when resolving dependencies:\n  \u2570\u2500\u25b6 Because a was not found"
        self.assertEqual(
            by_uv._flat(said), "No solution found when resolving dependencies: Because a was not found"
        )
        for text, code in {
            said: "unresolved",
            "error: Failed to fetch: `http://x/`\n  Caused by: operation timed out": "hanging",
            "error: Failed to fetch: `http://x/`\n  Caused by: HTTP status 500": "unreachable",
            "No space left on device (os error 28)": "disk",
            "something else": "unresolved",
        }.items():
            self.assertEqual(by_uv._code_of(text), code, text)


class Wheels(unittest.TestCase):
    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.scratch = scratch.name
        self.tree = Tree(os.path.join(scratch.name, "packs"), _ROOM, 1000)

    def take(self, name: str, files: dict[str, bytes], **wrong: Any) -> Any:
        path = make_wheel(self.scratch, name, files, **wrong)
        wheel = Wheel(path, os.path.basename(path), (name, "1.0"))
        with wheel.zip:
            return self.tree.write(wheel)

    def lay_out(self) -> str:
        out = tempfile.mkdtemp(dir=self.scratch)
        lay_out(self.tree.packs, out)
        return out

    def refused(self, words: str, name: str, files: dict[str, bytes], **wrong: Any) -> None:
        with self.assertRaisesRegex(RefusedError, words):
            self.take(name, files, **wrong)

    def test_takes_modules_and_writes_a_record_of_what_is_there(self) -> None:
        left_out = self.take(
            "good",
            {
                "good/__init__.py": b"x = 1\n",
                "good/old.pyc": b"?",
                "good.pth": b"import os\n",
                "good-1.0.data/scripts/run": b"#!python\n",
                "good-1.0.data/purelib/more.py": b"",
            },
        )
        self.assertEqual((left_out.scripts, left_out.pth), (1, ["good.pth"]))
        out = self.lay_out()
        self.assertEqual(sorted(os.listdir(out)), ["__pycache__", "good", "good-1.0.dist-info", "more.py"])
        with open(os.path.join(out, "good-1.0.dist-info/RECORD"), encoding="utf-8") as file:
            paths = [line.split(",")[0] for line in file]
        tag = sys.implementation.cache_tag
        self.assertEqual(
            sorted(paths),
            sorted(
                [
                    f"__pycache__/more.{tag}.pyc",
                    f"good/__pycache__/__init__.{tag}.pyc",
                    *(f"good-1.0.dist-info/{name}" for name in ("INSTALLER", "METADATA", "RECORD", "WHEEL")),
                    "good/__init__.py",
                    "more.py",
                ]
            ),
        )

    def test_compiles_to_what_py_compile_writes(self) -> None:
        source = b"def f(x):\n    return [x, 'text', 1.5]\n"
        path = os.path.join(self.scratch, "a.py")
        with open(path, "wb") as file:
            file.write(source)
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        made = py_compile.compile(path, dfile=f"{SHOWN_AT}/m/a.py", doraise=True, invalidation_mode=mode)
        assert made is not None
        with open(made, "rb") as file:
            self.assertEqual(compiled(source, "m/a.py"), file.read())
        self.assertIsNone(compiled(b"print 'of another Python'\n", "m/a.py"))

    def large(self) -> dict[str, bytes]:
        modules = {f"large/m{number}.py": b"x = 1\n" * 1000 for number in range(100)}
        return {**modules, "large/data.bin": bytes(range(256)) * 400, "large/broken.py": b"def\n"}

    def test_writes_the_same_by_two_processes_as_by_one(self) -> None:
        self.take("large", self.large())
        out = self.lay_out()
        self.assertTrue(all(os.path.getsize(pack) > 0 for pack in self.tree.packs), "both have written")
        for path, body in self.large().items():
            with open(os.path.join(out, path), "rb") as file:
                self.assertEqual(file.read(), body, path)
        with open(os.path.join(out, "large-1.0.dist-info/RECORD"), encoding="utf-8") as file:
            rows = {path: (digest, size) for path, digest, size in csv.reader(file)}
        found = {
            os.path.relpath(os.path.join(at, name), out) for at, _, names in os.walk(out) for name in names
        }
        self.assertEqual(set(rows), found)
        for path in found - {"large-1.0.dist-info/RECORD"}:
            with open(os.path.join(out, path), "rb") as file:
                body = file.read()
            digest = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
            self.assertEqual(rows[path], (f"sha256={digest}", str(len(body))), path)
        self.assertEqual(sum(path.endswith(".pyc") for path in found), 100)

    def test_refuses_what_is_wrong_in_either_half(self) -> None:
        for number, place in enumerate((0, 1, 50, 51)):
            self.tree = Tree(os.path.join(self.scratch, str(number)), _ROOM, 1000)

            def spoil(rows: list[str], place: int = place) -> list[str]:
                path, _, size = rows[place].split(",")
                return [*rows[:place], f"{path},sha256={'A' * 43},{size}", *rows[place + 1 :]]

            self.refused("other bytes", "large", self.large(), record=spoil)

    def test_refuses_names_that_lead_elsewhere_or_mislead(self) -> None:
        for path in ("/a", "../a", "a/../b", "a//b", "a/./b", "a\\b", "a\x00b", "a\nb", "a\u202eb", ""):
            self.assertIsNotNone(why_not_plain(path), path)
        for path in ("a", "a/b.py", "ä/ß.py", "a b"):
            self.assertIsNone(why_not_plain(path), path)
        self.refused("leads elsewhere", "bad", {"../bad.py": b""})

    def test_refuses_links_and_everything_else_that_is_no_file(self) -> None:
        link = zipfile.ZipInfo("bad/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        self.refused("neither a file nor a folder", "bad", {}, entries=[(link, "/etc/passwd")])

    def test_refuses_a_record_that_is_not_complete_and_right(self) -> None:
        wrong = "A" * 43
        changes = {
            "does not name": lambda rows: rows[1:],
            "has no 'gone.py'": lambda rows: [*rows, f"gone.py,sha256={wrong},0"],
            "other bytes": lambda rows: [f"bad/__init__.py,sha256={wrong},0", *rows[1:]],
            "another size": lambda rows: [f"{rows[0]}1", *rows[1:]],
            "no good hash": lambda rows: ["bad/__init__.py,md5=abc,0", *rows[1:]],
            "twice": lambda rows: [*rows, rows[0]],
        }
        for number, (words, record) in enumerate(changes.items()):
            self.tree = Tree(os.path.join(self.scratch, str(number)), _ROOM, 1000)
            self.refused(words, "bad", {"bad/__init__.py": b""}, record=record)

    def test_refuses_a_wheel_that_says_that_it_is_another_or_for_another_python(self) -> None:
        self.refused("was asked for", "bad", {}, metadata="Name: good\nVersion: 1.0\n")
        self.refused("was asked for", "bad", {}, metadata="Name: bad\nVersion: 2.0\n")
        self.refused("does not fit", "bad", {}, wheel="Wheel-Version: 1.0\nTag: py2-none-any\n")
        self.refused("unknown format", "bad", {}, wheel="Wheel-Version: 2.0\nTag: py3-none-any\n")

    def test_refuses_one_file_of_two_wheels_by_whatever_spelling(self) -> None:
        self.take("one", {"shared/a.py": b"", "one.py": b""})
        self.take("two", {"shared/b.py": b""})
        self.refused("and one-1.0", "three", {"shared/a.py": b""})
        self.refused("and one-1.0", "four", {"ONE.py": b""})
        self.refused("and one-1.0", "five", {"Shared/c.py": b""})
        self.refused("and one-1.0", "six", {"one.py/inside.py": b""})

    def test_refuses_more_than_there_is_room_for(self) -> None:
        self.refused("too much", "big", {"big.bin": b"\0" * (_ROOM + 1)})

    def test_wants_everything_that_is_required_extras_included(self) -> None:
        top = Facts("top", "1.0", ("base>=2", 'more; extra == "all"', 'never; python_version < "3"'), "")
        base = Facts("base", "2.1", (), "")
        _check_requirements([top, base], {})
        with self.assertRaisesRegex(RefusedError, "needs more"):
            _check_requirements([top, base], {"top": ["all"]})
        with self.assertRaisesRegex(RefusedError, r"base==1\.0"):
            _check_requirements([top, Facts("base", "1.0", (), "")], {})


class InTwo(unittest.TestCase):
    def test_tells_what_has_befallen_the_other(self) -> None:
        def refuse() -> list[int]:
            raise RefusedError("wheel", "it is bad", "bad")

        def fill() -> list[int]:
            raise OSError(errno.ENOSPC, "No space left")

        self.assertEqual(in_two(lambda: [1], lambda: [2]), [1, 2])
        with self.assertRaisesRegex(RefusedError, "it is bad") as refused:
            in_two(lambda: [1], refuse)
        self.assertEqual((refused.exception.code, refused.exception.package), ("wheel", "bad"))
        with self.assertRaises(OSError) as full:
            in_two(lambda: [1], fill)
        self.assertEqual(full.exception.errno, errno.ENOSPC)
        with self.assertRaisesRegex(RefusedError, "was lost"):
            in_two(lambda: [1], lambda: os.kill(os.getpid(), signal.SIGKILL) or [])
        with self.assertRaisesRegex(RefusedError, "it is bad"):
            in_two(refuse, lambda: time.sleep(60) or [])


class Pages(unittest.TestCase):
    def test_reads_html_and_json_alike(self) -> None:
        digest = "a" * 64
        page = f'<a href="../files/x-1.0.tar.gz#sha256={digest}" data-yanked="bad &lt;1&gt;">x</a><a>none</a>'
        (link,) = read_page(page.encode(), "text/html; charset=utf-8", "http://index/simple/x/")
        url = "http://index/simple/files/x-1.0.tar.gz"
        self.assertEqual(
            (link.file, link.url, link.sha256, link.yanked), ("x-1.0.tar.gz", url, digest, "bad <1>")
        )
        text = (
            '{"files": [{"filename": "x-1.0.tar.gz", "url": "../files/x-1.0.tar.gz", '
            f'"hashes": {{"sha256": "{digest}"}}, "yanked": "bad <1>"}}]}}'
        )
        kind = "application/vnd.pypi.simple.v1+json"
        self.assertEqual(read_page(text.encode(), kind, "http://index/simple/x/"), [link])

    def test_takes_nothing_else_for_a_page(self) -> None:
        for body, kind in ((b"{}", "application/json"), (b"hello", "text/plain")):
            with self.assertRaises((ValueError, KeyError)):
                read_page(body, kind, "http://index/simple/x/")
