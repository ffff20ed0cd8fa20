"""The gateway's side of a session, for tests: cells, questions, interrupts and copies."""

from __future__ import annotations

import base64
import os
import select
import shutil
import signal
import socket
import tempfile
import threading
from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

from pymcp_guest import agent, frames, root

from . import child


class Cell(NamedTuple):
    """What the gateway sees of one cell."""

    result: dict[str, Any]
    stdout: str
    stderr: str
    images: list[bytes]
    files: dict[str, bytes | None]
    omitted: tuple[int, int, int]
    html: list[bytes]

    @property
    def value(self) -> str | None:
        assert self.result["status"] == "completed", self
        return self.result["value"]


class Session:
    """One agent, or a copy of one. Close it."""

    def __init__(self) -> None:
        self.home = tempfile.mkdtemp()
        self._is_copy = False
        ours, theirs = self._connect()

        def work() -> NoReturn:
            for one in ours:
                one.close()
            root.HOME = self.home
            os.environ["HOME"] = self.home
            control, stdout, stderr, gift = theirs
            agent.serve(control, stdout.detach(), stderr.detach(), gift, {"landlockAbi": 0})

        self._child = child.fork(work)
        for one in theirs:
            one.close()
        self._greet()
        assert self.pid == self._child

    def _connect(self) -> tuple[tuple[socket.socket, ...], tuple[socket.socket, ...]]:
        pairs = [socket.socketpair() for _ in range(4)]
        ours = tuple(pair[0] for pair in pairs)
        self._control, self.stdout, self.stderr, self._gift = ours
        self._control.settimeout(child.SECONDS)
        return ours, tuple(pair[1] for pair in pairs)

    def _greet(self) -> None:
        ready = self.receive()
        assert ready["type"] == "ready" and ready["landlockAbi"] == 0, ready
        self.pid: int = ready["pid"]

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> int | None:
        """The exit code of the agent; None for a copy, which is no child of ours."""
        for one in (self._control, self.stdout, self.stderr, self._gift):
            one.close()
        if self._is_copy:
            return None
        exit_code = child.wait(self._child)
        shutil.rmtree(self.home)
        return exit_code

    def send(self, message: dict[str, Any]) -> None:
        frames.send_frame(self._control, message)

    def receive(self) -> dict[str, Any]:
        message = frames.receive_frame(self._control)
        assert message is not None, f"the session has ended: {_read(self.stderr)}"
        return message

    def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        self.send({"type": kind, **fields})
        return self.receive()

    def read(self, path: str, offset: int = 0, length: int = 1 << 20) -> tuple[int, bytes]:
        """Size of the whole file and the part."""
        answer = self.ask("read", path=path, offset=offset, length=length)
        assert answer["type"] == "content", answer
        data = b""
        while len(data) < answer["length"]:
            data += base64.b64decode(self.receive()["data"])
        return answer["size"], data

    def begin(self, code: str, files: Mapping[str, bytes] | None = None) -> None:
        for path, content in (files or {}).items():
            child.send_file(self._control, path, content)
        self.send({"type": "cell", "code": code})

    def end(self) -> Cell:
        """Take what a cell says, reading its streams as it goes."""
        texts = {self.stdout: b"", self.stderr: b""}
        messages = []
        while not messages or messages[-1]["type"] != "result":
            ready, _, _ = select.select([self._control, *texts], [], [], child.SECONDS)
            assert ready, "the session says nothing"
            for stream in texts:
                if stream in ready:
                    texts[stream] += stream.recv(1 << 20, socket.MSG_DONTWAIT)
            if self._control in ready:
                messages.append(self.receive())
        # What was written is here before the result is.
        stdout, stderr = (texts[one] + _read(one) for one in (self.stdout, self.stderr))
        result = messages.pop()
        artifacts = child.artifacts_in(messages)
        return Cell(result, stdout.decode(errors="replace"), stderr.decode(errors="replace"), *artifacts)

    def run(self, code: str, files: Mapping[str, bytes] | None = None) -> Cell:
        self.begin(code, files)
        return self.end()

    def run_interrupted(self, code: str, after: float = 0.2) -> Cell:
        self.begin(code)
        timer = threading.Timer(after, os.kill, (self.pid, signal.SIGINT))
        timer.start()
        try:
            return self.end()
        finally:
            timer.join()

    def fork(self, name: str) -> Session:
        copy = Session.__new__(Session)
        copy._is_copy = True
        copy.home = f"{self.home.partition('/.copies/')[0]}/.copies/{name}"
        _, theirs = copy._connect()
        socket.send_fds(self._gift, [b"."], [one.fileno() for one in theirs])
        for one in theirs:
            one.close()
        answer = self.ask("fork", name=name)
        if answer["type"] != "done":
            copy.close()
            raise AssertionError(answer)
        copy._greet()
        return copy


def _read(stream: socket.socket) -> bytes:
    try:
        return stream.recv(1 << 20, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return b""
