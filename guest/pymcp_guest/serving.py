"""The life of a session: one request after the other, until the gateway goes away."""

from __future__ import annotations

import os
import socket

# By name: a library such as gevent puts its own in their places.
from os import _exit, getpid, write
from time import clock_gettime_ns, sleep
from typing import Any, NamedTuple

from . import artifacts, copies, frames, outputs, requests, root, session_files
from .inputs import Version
from .interrupts import Interrupts
from .session import Session
from .showcase import Showcase
from .streams import Streams

# linux/time.h; the clock that file systems take their times from.
_CLOCK_REALTIME_COARSE = 5
_TICK_NS = 20_000_000
_TICK_WAITS = 40


def serve_session(connections: Connections, report: dict[str, Any], first: requests.Request) -> int:
    """`first`: the request that made a session of this process. Returns the exit code, here and in each copy."""
    session = _Served(connections, report)
    request = first
    while request.message is not None:
        session.answer(request)
        request = session.receive()
    return 0


class Connections(NamedTuple):
    """What an agent has been given."""

    control: socket.socket
    streams: Streams
    gift: socket.socket
    interrupts: Interrupts


class _Served:
    """What a session has besides its names: channel, home, and what is known of the files there."""

    def __init__(self, connections: Connections, report: dict[str, Any]) -> None:
        self._control, self._streams, self._gift, self._interrupts = connections
        self._report = report
        self._home = root.HOME
        self._known: dict[str, Version] = {}
        self._newest_ns = 0
        self._showcase = Showcase()
        self._session = Session(self._showcase, self._interrupts, self._home)

    def receive(self) -> requests.Request:
        return requests.receive(self._control, self._home)

    def answer(self, request: requests.Request) -> None:
        message = request.message or {}
        self._known.update(request.placed)
        if message["type"] == "cell":
            self._run(message["code"], request.failure)
            return
        try:
            self._answer_question(message)
        except Exception as error:
            frames.send_frame(self._control, {"type": "failed", "reason": _explain(error)})

    def _run(self, code: str, failure: str | None) -> None:
        if failure is not None:
            frames.send_frame(self._control, requests.to_result(failure))
            return
        own = getpid()
        self._interrupts.has_cell = True
        self._streams.reopen()
        self._showcase.begin()
        self._wait_for_tick()
        result = self._session.run(code)
        if getpid() != own:
            # A child that the cell forked came to the cell's end: only it ends, and says nothing for the session.
            write(2, result.get("traceback", "").encode("utf-8", "backslashreplace"))
            _exit(1 if result["status"] == "raised" else result.get("exitCode", 0))
        # From here on an interrupt is late.
        self._interrupts.has_cell = False
        self._streams.settle()
        left = outputs.Outputs(self._home, "", self._known)
        artifacts.send(self._control, self._showcase, left)
        self._remember(left.versions)
        frames.send_frame(self._control, {"type": "result", **result})

    def _remember(self, versions: dict[str, Version]) -> None:
        before, self._known = self._known, versions
        changed = [version.modified_ns for path, version in versions.items() if before.get(path) != version]
        self._newest_ns = max(changed, default=0)

    def _wait_for_tick(self) -> None:
        """A file that the last cell has just written must look different when this one writes it again: the clock of a
        file system ticks every few milliseconds. By count: a guest may have stopped Python's clock."""
        for _ in range(_TICK_WAITS):
            ahead_ns = self._newest_ns - clock_gettime_ns(_CLOCK_REALTIME_COARSE)
            # Further ahead is a time that the guest has set.
            if not 0 <= ahead_ns < _TICK_NS:
                return
            sleep(0.000_5)

    def _answer_question(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind == "list":
            files, omitted = session_files.list_files(self._home)
            frames.send_frame(self._control, {"type": "listing", "files": files, "omitted": omitted})
        elif kind == "read":
            part = session_files.read(self._home, message["path"], message["offset"], message["length"])
            frames.send_frame(self._control, {"type": "content", "size": part.size, "length": len(part.data)})
            artifacts.send_chunks(self._control, part.data)
        elif kind == "delete":
            session_files.delete(self._home, message["path"])
            frames.send_frame(self._control, {"type": "done"})
        elif kind == "fork":
            self._copy(message["name"])
        else:
            raise ValueError(f"nobody here knows what {kind} is")

    def _copy(self, name: str) -> None:
        """Goes on in two processes."""
        gifts = copies.receive(self._gift)
        try:
            home = copies.copy_home(self._home, root.HOME, name)
            is_original = copies.fork_away(gifts, home)
        finally:
            if getpid() == self._session.pid:
                gifts.close()
        if is_original:
            frames.send_frame(self._control, {"type": "done"})
            return
        # The copy. Whatever fails from here on is told on its own channel, and never to the original.
        control = gifts.control
        try:
            os.setsid()
            copies.take_over(gifts, self._control, self._streams.ends, self._gift)
            control = self._control.fileno()
            copies.move(self._home, home)
            self._known = copies.versions_in(home, self._known)
            self._home = home
            self._session.become_copy()
            frames.send_frame(self._control, {"type": "ready", "pid": getpid(), **self._report})
        except BaseException as error:
            copies.refuse(control, _explain(error))


def _explain(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if not isinstance(error, OSError) else str(error)
