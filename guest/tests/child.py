"""Runs code of the guest in a forked child, as the template does, but without a jail around it."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import socket
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from typing import Any, Callable, NamedTuple, NoReturn

from pymcp_guest import agent, frames, root

SECONDS = 60
"""Until a child that says nothing has failed."""


class Ended(NamedTuple):
    """What the gateway sees of one program."""

    exit_code: int
    result: dict[str, Any] | None
    stdout: str
    stderr: str
    home: list[str]
    """Names of the files in its home folder afterwards."""
    images: list[bytes]
    files: dict[str, bytes | None]
    """Content by path; None where a file is only listed."""
    omitted: tuple[int, int, int]
    """Files, images and values as HTML that are only counted."""
    html: list[bytes]


def fork(work: Callable[[], NoReturn]) -> int:
    """Pid of a child that does `work`, which never returns."""
    pid = os.fork()
    if pid != 0:
        return pid
    try:
        work()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(99)


def wait(pid: int) -> int:
    """The exit code of a child, negative for a signal."""
    _, status = os.waitpid(pid, 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def answer_of(work: Callable[[], Any]) -> Any:
    """What `work` returns in a child, by way of JSON."""
    ours, theirs = socket.socketpair()

    def answer() -> NoReturn:
        frames.send_frame(theirs, {"answer": work()})
        os._exit(0)

    pid = fork(answer)
    theirs.close()
    with ours:
        message = frames.receive_frame(ours)
    assert wait(pid) == 0 and message is not None
    return message["answer"]


def run(code: str, file_name: str = "main.py", files: Mapping[str, bytes] | None = None) -> Ended:
    """A whole life of an agent: ready, one program, its result, its exit."""
    # No TemporaryDirectory: its exit handler would run in the child too.
    home = tempfile.mkdtemp()
    ours, theirs = socket.socketpair()
    stdout, stderr = os.pipe(), os.pipe()

    def work() -> NoReturn:
        ours.close()
        os.close(stdout[0])
        os.close(stderr[0])
        root.HOME = home
        gift, _gateways = socket.socketpair()
        agent.serve(theirs, stdout[1], stderr[1], gift, {"landlockAbi": 0})

    pid = fork(work)
    theirs.close()
    os.close(stdout[1])
    os.close(stderr[1])
    try:
        ours.settimeout(SECONDS)
        ready = frames.receive_frame(ours)
        assert ready and ready.pop("pid") == pid, ready
        assert ready == {"type": "ready", "landlockAbi": 0}, ready
        for path, content in (files or {}).items():
            send_file(ours, path, content)
        frames.send_frame(
            ours, {"type": "program", "code": code, "fileName": file_name, "cpuSeconds": SECONDS}
        )
        said, *output = _read_all([ours.detach(), stdout[0], stderr[0]])
        texts = [data.decode(errors="replace") for data in output]
        messages = list(messages_in(said))
        result = messages.pop() if messages and messages[-1]["type"] == "result" else None
        return Ended(wait(pid), result, *texts, sorted(os.listdir(home)), *artifacts_in(messages))
    finally:
        shutil.rmtree(home)


def send_file(control: socket.socket, path: str, content: bytes, chunk: int = 512 * 1024) -> None:
    """As the gateway does."""
    frames.send_frame(control, {"type": "file", "path": path, "size": len(content)})
    for start in range(0, len(content), chunk):
        data = base64.b64encode(content[start : start + chunk]).decode()
        frames.send_frame(control, {"type": "chunk", "data": data})


def messages_in(said: bytes) -> Iterator[dict[str, Any]]:
    start = 0
    while start < len(said):
        end = start + 4 + int.from_bytes(said[start : start + 4], "big")
        yield json.loads(said[start + 4 : end])
        start = end


def artifacts_in(
    messages: list[dict[str, Any]],
) -> tuple[list[bytes], dict[str, bytes | None], tuple[int, int, int], list[bytes]]:
    images: list[bytes] = []
    html: list[bytes] = []
    files: dict[str, bytes | None] = {}
    omitted = (0, 0, 0)
    chunks = (base64.b64decode(message["data"]) for message in messages if message["type"] == "chunk")
    for message in messages:
        kind = message["type"]
        if kind == "omitted":
            omitted = (message["files"], message["images"], message["html"])
        if kind not in ("file", "image", "html"):
            continue
        data = b""
        while message.get("content") != "left out" and len(data) < message["size"]:
            data += next(chunks)
        if kind == "image":
            images.append(data)
        elif kind == "html":
            html.append(data)
        else:
            files[message["path"]] = None if message["content"] == "left out" else data
    assert not list(chunks), "content that was not announced"
    return images, files, omitted, html


def _read_all(descriptors: list[int]) -> list[bytes]:
    """Everything from each descriptor until its writers have gone; closes them."""
    data = {fd: bytearray() for fd in descriptors}
    is_open = set(descriptors)
    while is_open:
        ready, _, _ = select.select(list(is_open), [], [], SECONDS)
        assert ready, "the child says nothing and does not end"
        for fd in ready:
            try:
                part = os.read(fd, 1 << 20)
            except ConnectionResetError:
                # It went away without having read all that it was sent.
                part = b""
            data[fd] += part
            if not part:
                is_open.discard(fd)
                os.close(fd)
    return [bytes(read) for read in data.values()]
