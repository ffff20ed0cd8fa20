"""Starts programs and times them: what the baselines cost without the weight of a Node.js process that forks.

Reads lines of JSON from stdin, answers each with one line:

    {"once": argv}                                → milliseconds from posix_spawn until the program has been reaped
    {"many": argv, "count": n, "atOnce": k}       → milliseconds for n runs, k at a time
"""

import json
import os
import sys
import time

_SILENT = [(os.POSIX_SPAWN_OPEN, fd, "/dev/null", os.O_RDWR, 0) for fd in range(3)]


def main() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        started = time.monotonic()
        if "once" in request:
            _start(request["once"])
            _reap()
        else:
            _run_many(request["many"], request["count"], request["atOnce"])
        print(json.dumps((time.monotonic() - started) * 1000), flush=True)


def _run_many(argv: list[str], count: int, at_once: int) -> None:
    for number in range(count):
        if number >= at_once:
            _reap()
        _start(argv)
    for _ in range(min(count, at_once)):
        _reap()


def _start(argv: list[str]) -> None:
    # posix_spawn(3) shares the memory of this process until the program is executed: the cheapest start there is.
    os.posix_spawn(argv[0], argv, {}, file_actions=_SILENT)


def _reap() -> None:
    _, status = os.wait()
    if status != 0:
        sys.exit(f"a baseline ended with wait status {status}")


main()
