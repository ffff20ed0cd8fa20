"""The life of a session: one request after the other, until the gateway goes away."""

from __future__ import annotations

import os
import socket
from typing import Any

from . import artifacts, copies, figures, frames, outputs, requests, root, session_files, streams
from .inputs import Version
from .session import Session


def serve_session(
    control: socket.socket, gift: socket.socket, report: dict[str, Any], first: requests.Request
) -> int:
    """`first`: the request that made a session of this process. Returns the exit code, here and in each copy."""
    session = _Served(control, gift, report)
    request = first
    while request.message is not None:
        session.answer(request)
        request = session.receive()
    return 0


class _Served:
    """What a session has besides its names: channel, home, and what is known of the files there."""

    def __init__(self, control: socket.socket, gift: socket.socket, report: dict[str, Any]) -> None:
        self._control = control
        self._gift = gift
        self._report = report
        self._home = root.HOME
        self._known: dict[str, Version] = {}
        self._gallery = figures.Gallery()
        self._session = Session(self._gallery, self._home)

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
        own = os.getpid()
        self._gallery.begin()
        result = self._session.run(code)
        if os.getpid() != own:
            # A child that the cell forked came to the cell's end: only it ends, and says nothing for the session.
            os.write(2, result.get("traceback", "").encode("utf-8", "backslashreplace"))
            os._exit(0 if result["status"] == "completed" else 1)
        streams.wait_until_read()
        left = outputs.Outputs(self._home, "", self._known)
        artifacts.send(self._control, self._gallery, left)
        self._known = left.versions
        frames.send_frame(self._control, {"type": "result", **result})

    def _answer_question(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind == "list":
            files, omitted = session_files.list_files(self._home)
            frames.send_frame(self._control, {"type": "listing", "files": files, "omitted": omitted})
        elif kind == "read":
            part = session_files.read(self._home, message["path"], message["offset"], message["length"])
            frames.send_frame(
                self._control, {"type": "content", "size": part.size, "length": len(part.data)}
            )
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
        if copies.fork_away(gifts):
            frames.send_frame(self._control, {"type": "done"})
            return
        # The copy. Whatever fails from here on is told on its own channel, and never to the original.
        self._control.close()
        self._gift.close()
        self._control, self._gift = gifts.control, gifts.gift
        try:
            self._home = copies.settle(gifts, self._home, name)
            self._gallery.become_copy()
            self._session.become_copy()
            self._known = {}
            left = outputs.Outputs(self._home, "", self._known)
            for _ in left.collect():
                pass
            self._known = left.versions
            frames.send_frame(self._control, {"type": "ready", "pid": os.getpid(), **self._report})
        except BaseException as error:
            frames.send_frame(
                self._control, {"type": "refused", "layer": "fork", "reason": _explain(error)}
            )
            os._exit(1)


def _explain(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if not isinstance(error, OSError) else str(error)
