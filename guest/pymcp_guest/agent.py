"""Pid 2 of a sandbox: says that it is ready, receives one program, runs it, says how it went, exits.

From the moment the program starts, guest code can do anything that this process can: forge frames, close the channel,
replace these functions. The gateway treats all that comes out as hostile bytes.
"""

from __future__ import annotations

import io
import os
import signal
import socket
import sys
import traceback
from typing import Any, NoReturn

from . import artifacts, figures, frames, inputs, outputs, program, root


def serve(
    control: socket.socket, stdout: int, stderr: int, gift: socket.socket, report: dict[str, Any]
) -> NoReturn:
    exit_code = 1
    try:
        gift.close()
        _attach_streams(stdout, stderr)
        _become_ordinary_process()
        frames.send_frame(control, {"type": "ready", "pid": os.getpid(), **report})
        request, placed = inputs.receive(control, root.HOME)
        if request is not None:
            own = os.getpid()
            gallery = figures.Gallery()
            exit_code, result = program.run(request["code"], request["fileName"], gallery)
            if os.getpid() == own:
                left = outputs.Outputs(root.HOME, request["fileName"], placed)
                artifacts.send(control, gallery, left)
                frames.send_frame(control, {"type": "result", **result})
            else:
                # A child that the program forked came to the program's end: only it ends, as in plain Python.
                os.write(2, result.get("traceback", "").encode("utf-8", "backslashreplace"))
    except BaseException:
        # Ours, not the program's: without a word nobody could tell why it ended.
        os.write(2, traceback.format_exc().encode("utf-8", "backslashreplace"))
    finally:
        os._exit(exit_code)


def _attach_streams(stdout: int, stderr: int) -> None:
    """Descriptors 0, 1, 2 and the objects over them. Input is at its end: input() answers EOFError."""
    null = os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
    for source, target in ((null, 0), (stdout, 1), (stderr, 2)):
        os.dup2(source, target, inheritable=True)
        os.close(source)
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.__stdout__ = _writer(1, "surrogateescape")
    sys.stderr = sys.__stderr__ = _writer(2, "backslashreplace")


def _writer(fd: int, errors: str) -> io.TextIOWrapper:
    """Line by line, so that output reaches the client as it comes."""
    raw = open(fd, "wb", closefd=False)  # noqa: SIM115
    return io.TextIOWrapper(raw, encoding="utf-8", errors=errors, line_buffering=True)


def _become_ordinary_process() -> None:
    os.setsid()
    os.umask(0o022)
    folder = root.working_folder()
    os.chdir(folder)
    os.environ["PWD"] = folder
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _reseed()


def _reseed() -> None:
    """Undo what a fork repeats in every child and CPython does not reseed by itself (`random` it does)."""
    tempfile = sys.modules.get("tempfile")
    if tempfile is not None:
        # Reseeded when the pid changes, but the agent's pid can be the template's: both count from 1.
        tempfile._name_sequence = None  # type: ignore[attr-defined]
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()  # type: ignore[attr-defined]
