"""Pid 2 of a sandbox: says that it is ready, receives one program, runs it, says how it went, exits.

A question about files makes a file worker of it (pymcp_files), and anything else a session: then it stays and serves
what comes next.

From the moment the program starts, guest code can do anything that this process can: forge frames, close the channel,
replace these functions. The gateway treats all that comes out as hostile bytes.
"""

from __future__ import annotations

import os
import resource
import socket
import sys
import traceback
from typing import Any, NoReturn

# Imported by the template, for all: no sandbox sees the folder that it lies in.
from pymcp_files import worker

from . import artifacts, become, equipment, frames, outputs, program, requests, root, serving
from .interrupts import Interrupts
from .network import WayOut
from .showcase import Showcase
from .streams import Streams, wait_until_read


def serve(
    control: socket.socket,
    stdout: int,
    stderr: int,
    gift: socket.socket,
    report: dict[str, Any],
    way_out: WayOut | None = None,
) -> NoReturn:
    """`gift`: where a session receives the descriptors for a copy of it. `way_out`: to the relay, if there is one."""
    exit_code = 1
    try:
        streams = Streams(stdout, stderr)
        interrupts = Interrupts(control)
        _become_ordinary_process()
        frames.send_frame(control, {"type": "ready", "pid": os.getpid(), **report})
        request = equipment.receive_request(control, root.HOME, way_out)
        if request.message is None:
            exit_code = 0
        elif request.message["type"] == worker.TYPE:
            gift.close()
            exit_code = worker.serve(control, request.message)
        elif request.message["type"] == "program":
            gift.close()
            streams.leave_to_program()
            interrupts.leave_to_program()
            exit_code = _run(control, request)
        elif request.message["type"] == "become":
            become.become(control, request.message)
        else:
            exit_code = serving.serve_session(
                serving.Connections(control, streams, gift, interrupts), report, request
            )
    except BaseException:
        # Ours, not the program's: without a word nobody could tell why it ended.
        os.write(2, traceback.format_exc().encode("utf-8", "backslashreplace"))
    finally:
        os._exit(exit_code)


def _run(control: socket.socket, request: requests.Request) -> int:
    """One program, to its end. The exit code."""
    message = request.message or {}
    own = os.getpid()
    showcase = Showcase()
    if request.failure is not None:
        frames.send_frame(control, requests.to_result(request.failure))
        return 1
    _limit_processor_time(message["cpuSeconds"])
    exit_code, result = program.run(message["code"], message["fileName"], showcase)
    if os.getpid() == own:
        # The gateway may take the result for the end: all output must have been read before it, and the exit code told.
        wait_until_read((1, 2))
        if result["status"] == "completed":
            result["exitCode"] = exit_code
        left = outputs.Outputs(root.HOME, message["fileName"], request.placed)
        artifacts.send(control, showcase, left)
        frames.send_frame(control, {"type": "result", **result})
    else:
        # A child that the program forked came to the program's end: only it ends, as in plain Python.
        os.write(2, result.get("traceback", "").encode("utf-8", "backslashreplace"))
    return exit_code


def _limit_processor_time(seconds: int) -> None:
    """limit.cpu: set here and not at birth, because a sandbox waits for a program without knowing its time.

    SIGXCPU, which tells of itself, one second before SIGKILL, which does not (setrlimit(2)).
    """
    ceiling = resource.getrlimit(resource.RLIMIT_CPU)[1]
    most = seconds if ceiling == resource.RLIM_INFINITY else min(seconds, ceiling)
    resource.setrlimit(resource.RLIMIT_CPU, (most - 1, most))


def _become_ordinary_process() -> None:
    os.setsid()
    os.umask(0o022)
    folder = root.working_folder()
    os.chdir(folder)
    os.environ["PWD"] = folder
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
