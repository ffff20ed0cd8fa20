"""Each module as a script: alone, in an empty folder, as it runs in the jail."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import unittest
from contextlib import redirect_stdout
from pathlib import Path
from unittest.mock import patch

import factorial
from tests.modules import PATHS

TIME = re.compile(r" +\d+\.\d{3} ms")


def run(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "main.py")
        copy.write_bytes(path.read_bytes())
        command = [sys.executable, "-I", str(copy), *arguments]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=5, check=False)


class Scripts(unittest.TestCase):
    def test_prints_a_table_in_which_all_agree(self) -> None:
        for path in PATHS:
            with self.subTest(path.name):
                result = run(path)
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                self.assertRegex(result.stdout, r"(?m) yes$")
                self.assertNotRegex(result.stdout, r"(?m) NO$")

    def test_prints_the_same_apart_from_timings(self) -> None:
        for path in PATHS:
            with self.subTest(path.name):
                first, second = (TIME.sub("", run(path, "10").stdout) for _ in range(2))
                self.assertEqual(first, second)
                self.assertIn("n = 10", first)

    def test_refuses_bad_arguments_with_exit_code_2(self) -> None:
        for arguments in (["-1"], ["ten"], ["1.5"], ["9" * 5000], ["1", "2"]):
            with self.subTest(arguments=arguments[0][:5]):
                result = run(PATHS[0], *arguments)
                self.assertEqual((result.returncode, result.stdout), (2, ""))
                self.assertIn("error: ", result.stderr)

    def test_says_so_when_a_size_is_not_feasible(self) -> None:
        result = run(Path(PATHS[0].parent, "fibonacci.py"), "900")
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout, r"naive_recursive +- +n > 22")

    def test_says_no_with_exit_code_1_when_solvers_disagree(self) -> None:
        wrong = patch.dict(factorial.PROBLEMS, {"factorial": (factorial.iterative, abs)})
        with wrong, redirect_stdout(io.StringIO()) as output:
            self.assertEqual(factorial.main(["5"]), 1)
        self.assertRegex(output.getvalue(), r"abs .* NO\n")
