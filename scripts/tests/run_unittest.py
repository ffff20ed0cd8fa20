"""Runs the unittest tests of one folder and prints each result as a line of JSON.

    python3 -I run_unittest.py guest/tests

The folder's parent is importable, as it is for the code under test. What tests print goes to stderr.
"""

import contextlib
import json
import os
import sys
import time
import unittest


class JsonResult(unittest.TestResult):
    """Prints every end of a test; what skips, or passes against expectation, has failed."""

    def __init__(self, stream):
        super().__init__()
        self.stream = stream
        self.started = 0.0
        self.spoiled = False

    def say(self, **line):
        self.stream.write(json.dumps(line) + "\n")
        self.stream.flush()

    def startTest(self, test):
        super().startTest(test)
        self.started = time.monotonic()
        self.spoiled = False

    def fail(self, test, detail):
        self.spoiled = True
        self.say(outcome="failed", test=test.id(), detail=detail)

    def addSuccess(self, test):
        super().addSuccess(test)
        if not self.spoiled:
            ms = (time.monotonic() - self.started) * 1000
            self.say(outcome="passed", test=test.id(), ms=ms)

    def addError(self, test, err):
        super().addError(test, err)
        self.fail(test, self.errors[-1][1])

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.fail(test, self.failures[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.fail(subtest, (self.failures + self.errors)[-1][1])

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.fail(test, f"skipped: {reason}")

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self.fail(test, "a failure that is expected is not accepted here")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.fail(test, "passed against the test's own expectation")


def main():
    folder = os.path.abspath(sys.argv[1])
    parent = os.path.dirname(folder)
    sys.path.insert(0, parent)
    is_package = os.path.exists(os.path.join(folder, "__init__.py"))
    result = JsonResult(sys.stdout)
    with contextlib.redirect_stdout(sys.stderr):
        suite = unittest.defaultTestLoader.discover(folder, top_level_dir=parent if is_package else folder)
        suite.run(result)
    result.say(outcome="done", count=result.testsRun)


main()
