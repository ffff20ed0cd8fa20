"""Runs some of CPython's own tests and says of each how it ended, as a line of JSON on what stdout was at the start.

The same program runs in a sandbox and in plain Python. What calls it appends a line that hands `main` the plan:
names of modules or classes, the tests to leave out, and how long one test may take.
"""

import faulthandler
import gc
import json
import os
import resource
import sys
import unittest

# A line of ours begins with it, after a line end: tests write to the same pipe.
MARK = "\x1e"
# One write of so many bytes is not mixed with others (pipe(7), PIPE_BUF).
MOST = 4000

# In the order in which one replaces the other: of a test with several ends the worst counts.
ENDS = ("ok", "expected failure", "skip", "unexpected success", "fail", "error")

DESCRIPTORS = 1024

# Of regrtest's resources. Not asked of either side: the network of others, gigabytes of disk, sound, a screen.
RESOURCES = ("cpu", "decimal", "subprocess", "walltime", "tzdata")


class Lines:
    """Where results go: a descriptor that no test closes or inherits."""

    def __init__(self):
        self.descriptor = os.dup(1)
        self.pid = os.getpid()

    def say(self, **line):
        # A child that a test forked and that came back here says nothing.
        if os.getpid() != self.pid:
            return
        line["detail"] = line.get("detail", "")[-1500:].encode("ascii", "backslashreplace").decode()
        text = json.dumps(line)
        os.write(self.descriptor, f"\n{MARK}{text[:MOST]}\n".encode())


class Ends(unittest.TestResult):
    """One end for each test, whatever its subtests did."""

    def __init__(self, lines, seconds):
        super().__init__()
        self.lines = lines
        self.seconds = seconds
        self.end = "ok"
        self.detail = ""

    def startTest(self, test):
        super().startTest(test)
        self.end, self.detail = "ok", ""
        self.lines.say(test=test.id(), end="started")
        faulthandler.dump_traceback_later(self.seconds, exit=True, file=sys.__stderr__)

    def stopTest(self, test):
        super().stopTest(test)
        faulthandler.cancel_dump_traceback_later()
        self.lines.say(test=test.id(), end=self.end, detail=self.detail)

    def note(self, test, end, detail=""):
        if not isinstance(test, unittest.TestCase) and not hasattr(test, "test_case"):
            # A fixture of a class or a module: nothing starts or stops it.
            self.lines.say(test=test.id(), end=end, detail=detail)
        elif ENDS.index(end) > ENDS.index(self.end):
            self.end, self.detail = end, detail

    def addError(self, test, err):
        super().addError(test, err)
        self.note(test, "error", self.errors[-1][1])

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.note(test, "fail", self.failures[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            is_failure = issubclass(err[0], test.failureException)
            self.note(test, "fail" if is_failure else "error", self._exc_info_to_string(err, test))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.note(test, "skip", reason)

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self.note(test, "expected failure")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.note(test, "unexpected success")


def each_test(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from each_test(test)
        else:
            yield test


def main(plan):
    import test
    from test import support

    # Modules that Debian has no package of.
    test.__path__.append(os.path.abspath(plan["more"]))
    # As inside: some tests try to reach it.
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
    support.use_resources = list(RESOURCES)
    lines = Lines()
    result = Ends(lines, plan["seconds"])
    loader = unittest.defaultTestLoader
    done = set(plan["done"])
    suite = unittest.TestSuite(
        test
        for name in plan["names"]
        for test in each_test(loader.loadTestsFromName(name))
        if test.id() not in done
    )
    suite.run(result)
    gc.collect()
    lines.say(test="", end="finished", detail=str(result.testsRun))
