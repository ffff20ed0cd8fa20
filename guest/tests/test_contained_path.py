import unittest

from pymcp_guest.contained_path import is_contained


class ContainedPath(unittest.TestCase):
    """The same cases as in src/core/contained-path.test.ts."""

    def test_ordinary_names_are_taken(self):
        for path in (
            "a",
            "a.csv",
            "a/b/c.txt",
            ".hidden",
            "...",
            "a b",
            "-x",
            "~",
            "é/日本.csv",
            "😀",
            "a:b",
        ):
            self.assertTrue(is_contained(path), path)

    def test_what_leads_elsewhere_is_not(self):
        for path in ("", "/", "/etc/passwd", ".", "..", "../a", "a/..", "a/./b", "a//b", "a/", "a\\b"):
            self.assertFalse(is_contained(path), path)

    def test_what_could_mislead_is_not(self):
        for character in "\0\n\r\t\x1b\x7f\x85\x9b\u061c\u200e\u2028\u2029\u202e\u2066\ufeff\ud800\udcff":
            self.assertFalse(is_contained(f"a{character}b"), repr(character))

    def test_bytes_and_parts_are_counted(self):
        self.assertTrue(is_contained("x" * 255))
        self.assertFalse(is_contained("x" * 256))
        self.assertFalse(is_contained("é" * 128))
        self.assertTrue(is_contained("/".join("x" * 32)))
        self.assertFalse(is_contained("/".join("x" * 33)))
        longest = "/".join(["x" * 127] * 8)
        self.assertTrue(is_contained(f"{longest}x"))
        self.assertFalse(is_contained(f"{longest}xx"))
