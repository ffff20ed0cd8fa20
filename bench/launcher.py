"""Starts programs and times them: what the baselines cost without the weight of a Node.js process that forks.

Reads lines of JSON from stdin, answers each with one line:

    {"once": argv}                                → milliseconds from posix_spawn until the program has been reaped
    {"many": argv, "count": n, "atOnce": k}       → milliseconds for n runs, k at a time

or, where a program fails, {"failed": words}.
"""

import json
import os
import sys
import time

_SILENT = [(os.POSIX_SPAWN_OPEN, fd, "/dev/null", os.O_RDWR, 0) for fd in range(3)]


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)


def _answer(request: dict) -> object:
    argv = request.get("once") or request["many"]
    started = time.monotonic()
    try:
        statuses = _run_many(argv, request.get("count", 1), request.get("atOnce", 1))
    except OSError as error:
        return {"failed": f"{argv[0]}: {error}"}
    taken = (time.monotonic() - started) * 1000
    failed = [status for status in statuses if status != 0]
    if failed:
        code = os.waitstatus_to_exitcode(failed[0])
        return {"failed": f"{len(failed)} of {len(statuses)} ended with exit code {code}"}
    return taken


def _run_many(argv: list[str], count: int, at_once: int) -> list[int]:
    statuses = []
    for number in range(count):
        if number >= at_once:
            statuses.append(_reap())
        _start(argv)
    while len(statuses) < count:
        statuses.append(_reap())
    return statuses


def _start(argv: list[str]) -> None:
    # posix_spawn(3) shares the memory of this process until the program is executed: the cheapest start there is.
    os.posix_spawn(argv[0], argv, os.environ, file_actions=_SILENT)


def _reap() -> int:
    return os.wait()[1]


main()
