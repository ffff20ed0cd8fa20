"""Work that two processes do at once, of which one is ours: unpacking keeps a processor busy, not a disk."""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from typing import Any, Callable

from pymcp_wheels.saying import RefusedError


def in_two(ours: Callable[[], list[Any]], theirs: Callable[[], list[Any]]) -> list[Any]:
    """`theirs` is done by a child. What both return, ours first; theirs has to be JSON.

    @raise what either raises of RefusedError and OSError
    """
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        _do(theirs, write_end)
    os.close(write_end)
    try:
        with open(read_end, encoding="utf-8") as answers:
            mine = ours()
            # It waits for that where it was faster: a pipe holds little.
            answer = answers.read()
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.waitpid(child, 0)
    return mine + _taken(answer)


def _do(work: Callable[[], list[Any]], write_end: int) -> None:
    """Never returns, and writes nothing that its parent has yet to write."""
    answer: dict[str, Any] = {}
    try:
        answer = {"done": work()}
    except RefusedError as error:
        answer = {"refused": [error.code, str(error), error.package]}
    except OSError as error:
        answer = {"errno": error.errno, "strerror": error.strerror}
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        try:
            with open(write_end, "w", encoding="utf-8") as file:
                json.dump(answer, file)
        finally:
            os._exit(0)


def _taken(text: str) -> list[Any]:
    # Of one that was killed it is empty, or ends in the middle.
    try:
        answer = json.loads(text)
    except ValueError:
        answer = {}
    if "refused" in answer:
        raise RefusedError(*answer["refused"])
    if "errno" in answer:
        raise OSError(answer["errno"], answer["strerror"])
    if "done" not in answer:
        raise RefusedError("failed", "one of the two processes that unpack was lost")
    done: list[Any] = answer["done"]
    return done
