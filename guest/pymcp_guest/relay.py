"""Between the programs of a sandbox and the egress proxy: joins each connection to loopback to the proxy's socket.

net.none: it decides nothing. A connection begins with the token of the run, so that the proxy knows whose it is; what
may be reached stands there. One process, one thread: memory and descriptors are bounded by the number of connections.
network.py starts it.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
from collections.abc import Callable

MOST_CONNECTIONS = 64
"""At once, two descriptors each; the next ones wait in the queue of the kernel."""
_PIECE = 65_536


class Relay:
    """Serves a listening socket for as long as its process lives."""

    def __init__(self, listener: socket.socket, path: str, token: str) -> None:
        self._listener = listener
        self._path = path
        self._greeting = f"{token}\n".encode("ascii")
        self._selector = selectors.DefaultSelector()
        self._joints: set[_Joint] = set()
        listener.setblocking(False)

    def run(self) -> None:
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        while True:
            for key, events in self._selector.select():
                # What an event before this one has closed is not looked at.
                if self._selector.get_map().get(key.fd) is key:
                    key.data(events)

    def _accept(self, _events: int) -> None:
        try:
            client, _ = self._listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        proxy = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        client.setblocking(False)
        proxy.setblocking(False)
        try:
            proxy.connect(self._path)
        except OSError:
            # There is no gateway any more, or it is too busy: the program sees its connection end.
            proxy.close()
            client.close()
            return
        joint = _Joint(client, proxy, self._greeting, self._selector, self._forget)
        self._joints.add(joint)
        if len(self._joints) == MOST_CONNECTIONS:
            self._selector.unregister(self._listener)
        joint.watch()

    def _forget(self, joint: _Joint) -> None:
        if len(self._joints) == MOST_CONNECTIONS:
            self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._joints.discard(joint)


class _Flow:
    """One direction: at most one piece of it is in memory."""

    def __init__(self, source: socket.socket, sink: socket.socket, waiting: bytes = b"") -> None:
        self.source = source
        self.sink = sink
        self.waiting = memoryview(waiting)
        self._ended = False

    @property
    def wants_to_read(self) -> bool:
        return not self._ended and not self.waiting

    @property
    def is_over(self) -> bool:
        return self._ended and not self.waiting

    def read(self) -> None:
        piece = self.source.recv(_PIECE)
        self._ended = not piece
        self.waiting = memoryview(piece)
        self.write()

    def write(self) -> None:
        """An end in order is handed on; the other direction goes on by itself."""
        with contextlib.suppress(BlockingIOError):
            while self.waiting:
                self.waiting = self.waiting[self.sink.send(self.waiting) :]
        if self.is_over:
            self.sink.shutdown(socket.SHUT_WR)


class _Joint:
    """Two sockets and what goes between them."""

    def __init__(
        self,
        client: socket.socket,
        proxy: socket.socket,
        greeting: bytes,
        selector: selectors.BaseSelector,
        forget: Callable[[_Joint], None],
    ) -> None:
        self._sockets = (client, proxy)
        self._flows = (_Flow(client, proxy, greeting), _Flow(proxy, client))
        self._selector = selector
        self._forget = forget
        self._watched: dict[socket.socket, int] = {}

    def watch(self) -> None:
        """Wait for what can go on; close where nothing can."""
        if all(flow.is_over for flow in self._flows):
            self._close()
            return
        for end in self._sockets:
            self._watch_one(end, self._wanted(end))

    def _wanted(self, end: socket.socket) -> int:
        wanted = 0
        for flow in self._flows:
            if flow.source is end and flow.wants_to_read:
                wanted |= selectors.EVENT_READ
            if flow.sink is end and flow.waiting:
                wanted |= selectors.EVENT_WRITE
        return wanted

    def _watch_one(self, end: socket.socket, wanted: int) -> None:
        before = self._watched.get(end, 0)
        if wanted == before:
            return
        self._watched[end] = wanted
        if wanted == 0:
            self._selector.unregister(end)
        elif before == 0:
            self._selector.register(end, wanted, lambda events: self._go_on(end, events))
        else:
            self._selector.modify(end, wanted, lambda events: self._go_on(end, events))

    def _go_on(self, end: socket.socket, events: int) -> None:
        try:
            for flow in self._flows:
                if flow.sink is end and events & selectors.EVENT_WRITE:
                    flow.write()
                if flow.source is end and events & selectors.EVENT_READ and flow.wants_to_read:
                    flow.read()
        except BlockingIOError:
            pass
        except OSError:
            self._close()
            return
        self.watch()

    def _close(self) -> None:
        for end in self._sockets:
            self._watch_one(end, 0)
            end.close()
        self._forget(self)
