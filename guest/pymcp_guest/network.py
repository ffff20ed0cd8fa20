"""The way out of a sandbox that may have a network: a relay on its loopback, and nothing besides.

net.none: the sandbox has no interface but loopback here either. Its init takes a descriptor of the gateway's socket
with it, by which the socket can be connected to and nothing else be done (O_PATH); no path leads to it any more. The
relay has that descriptor and the agent has not; it cannot be read out of the relay, which is not dumpable.

    init ─clone─► relay   bound, deaf until the token of the run is there; then joins loopback and socket (relay.py)
      └─line──── agent   hands the token over, with the program; neither guest code nor a copy ever has the line
"""

from __future__ import annotations

import fcntl
import importlib
import os
import socket
from typing import NamedTuple, NoReturn

from . import linux
from .layers import layer
from .plan import CONTROL_FOLDER

PORT = 3128
"""On the loopback of the sandbox's own network namespace, where nothing else is: it is always free."""
_SOCKET = f"{CONTROL_FOLDER}/egress.sock"
_PROXY, _LINE = 3, 4
"""Descriptors of the relay."""
_HELD = f"/proc/self/fd/{_PROXY}"
_WAITING = 64
_ANSWER_SECONDS = 10.0
_BOUND, _OPEN = b"bound", b"open"
_MOST_TOKEN = 256
_RELAY = "pymcp_guest.relay"


def prepare() -> None:
    """In the template: what the relay needs is loaded once, and never where no sandbox has one."""
    importlib.import_module(_RELAY)


def take_socket(path: str = _SOCKET) -> int:
    """In init, while the outer jail is still seen: a descriptor that names the socket, the only one of its kind."""
    with layer("network"):
        return os.open(path, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)


def line_pair() -> tuple[socket.socket, socket.socket]:
    """The agent's end and the relay's. Each word arrives whole (unix(7))."""
    with layer("network"):
        return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


class WayOut(NamedTuple):
    """The agent's end of the line."""

    line: socket.socket

    @staticmethod
    def wait_for(line: socket.socket) -> WayOut:
        """fail.closed: the sandbox is not ready before its relay is."""
        line.settimeout(_ANSWER_SECONDS)
        way_out = WayOut(line)
        with layer("network"):
            way_out._expect(_BOUND)
        return way_out

    def open(self, token: str) -> None:
        """Raises OSError where the relay does not take it."""
        self.line.send(token.encode("ascii"))
        self._expect(_OPEN)

    def close(self) -> None:
        """Where the relay has no token by now, it ends."""
        self.line.close()

    def _expect(self, word: bytes) -> None:
        said = self.line.recv(_MOST_TOKEN)
        if said != word:
            raise OSError(0, f"the relay said {said!r} instead of {word!r}")


def serve(proxy: int, line: int, path: str = _HELD) -> NoReturn:
    """The relay, from its fork to its end; sealed as init is. `path`: by which it connects to what `proxy` names."""
    try:
        _keep_only(proxy, line)
        _serve(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, fileno=_LINE), path)
    finally:
        os._exit(1)


def _serve(line: socket.socket, path: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_CLOEXEC) as listener:
        # Not listening yet: who connects is refused.
        listener.bind(("127.0.0.1", PORT))
        line.send(_BOUND)
        token = line.recv(_MOST_TOKEN).decode("ascii")
        if not token:
            return
        listener.listen(_WAITING)
        line.send(_OPEN)
        line.close()
        relay = importlib.import_module(_RELAY)
        relay.Relay(listener, path, token).run()


def _keep_only(proxy: int, line: int) -> None:
    """Of the descriptors; the standard ones lead nowhere, so that no word of ours gets into a connection."""
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 64) for fd in (proxy, line)]
    nowhere = os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC)
    for fd in (0, 1, 2):
        os.dup2(nowhere, fd)
    os.dup2(high[0], _PROXY, inheritable=False)
    os.dup2(high[1], _LINE, inheritable=False)
    linux.close_from(_LINE + 1)
