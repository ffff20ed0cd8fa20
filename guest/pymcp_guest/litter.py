"""The sandboxes of one template, from the request for each until its init has been reaped."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
from collections.abc import Callable

from . import birth, init_line
from .layers import LayerError
from .plan import LaunchPlan
from .say import say


class Sandbox:
    """One fork."""

    def __init__(self, launch_id: int, ties: birth.Ties) -> None:
        self.id = launch_id
        self.line = ties.line
        self.gifts = {0: ties.gift}
        """By member of the family: 0 is the one that began it."""
        self.init = ties.init
        self.agent_status: int | None = None
        self.is_family = False
        """Init stays when the agent ends."""
        self._members: dict[int, int] = {0: 0}
        """By pid, as the family sees it."""
        self.silent = False
        """Nobody holds the other end of the line any more."""

    def listen(self) -> None:
        """Take what the line has."""
        while True:
            try:
                record = init_line.read(self.line)
            except BlockingIOError:
                return
            if record is None:
                self.silent = True
                return
            self._take(record)

    def order(self, kind: bytes, pid: int = 0) -> None:
        """A line that is full, or whose init has gone, takes no more: whoever is to be ended ends with the sandbox."""
        with contextlib.suppress(BlockingIOError, BrokenPipeError, ConnectionResetError):
            init_line.tell(self.line, kind, pid)

    def watch(self, pid: int, member: int) -> None:
        self._members[pid] = member
        self.order(init_line.WATCH, pid)

    def give(self, giver: int, member: int, token: str) -> None:
        """Give a session what a copy of it needs: connections, and a gift socket of the copy's own.

        A sealed process has no path to the gateway's socket (jail.kernel). Raises OSError where they cannot be made or
        are not taken: never waits, so a guest that does not take what it asked for gets no more of it.
        """
        connections = birth.connect_channel(token)
        gift, gift_end = birth.gift_pair()
        try:
            # Before anything can be forked: from now on the family outlives the one that it began with.
            init_line.tell(self.line, init_line.KEEP)
            self.is_family = True
            descriptors = [one.fileno() for one in (*connections, gift_end)]
            socket.send_fds(self.gifts[giver], [b"."], descriptors, socket.MSG_DONTWAIT)
        except BaseException:
            gift.close()
            raise
        finally:
            for one in (*connections, gift_end):
                one.close()
        self.gifts[member] = gift

    def forget(self, member: int) -> None:
        gift = self.gifts.pop(member, None)
        if gift is not None:
            gift.close()

    def close(self) -> None:
        os.close(self.line)
        for gift in self.gifts.values():
            gift.close()

    def _leave(self, pid: int, status: int | None) -> None:
        self.forget(self._members.pop(pid, -1))
        say({"event": "left", "id": self.id, "pid": pid, "status": status})

    def _take(self, record: init_line.Record) -> None:
        if record.kind == init_line.AGENT:
            self.agent_status = record.number
            if self.is_family:
                self._leave(0, record.number)
        elif record.kind == init_line.COPY:
            self._leave(record.pid, None if record.number == init_line.UNKNOWN else record.number)
        elif record.kind == init_line.INTERRUPTED:
            say({"event": "interrupted", "id": self.id, "pid": record.pid})


class Litter:
    def __init__(self, begin: Callable[[LaunchPlan], birth.Ties], poll: select.poll) -> None:
        self._begin = begin
        self._poll = poll
        self._by_id: dict[int, Sandbox] = {}
        self._by_line: dict[int, Sandbox] = {}
        self._by_init: dict[int, Sandbox] = {}

    def launch(self, launch: LaunchPlan) -> None:
        try:
            ties = self._begin(launch)
        except (OSError, LayerError) as error:
            # No descriptor, process or namespace to be had: this sandbox is refused, the others live on.
            is_layer = isinstance(error, LayerError)
            name, reason = (error.layer, error.reason) if is_layer else ("harness", str(error))
            say({"event": "unborn", "id": launch.id, "layer": name, "reason": reason})
            return
        sandbox = Sandbox(launch.id, ties)
        self._by_id[launch.id] = sandbox
        self._by_line[ties.line] = sandbox
        self._by_init[ties.init] = sandbox
        self._poll.register(ties.line, select.POLLIN)
        say({"event": "born", "id": launch.id, "init": ties.init})

    def kill(self, launch_id: int) -> None:
        sandbox = self._by_id.get(launch_id)
        if sandbox is not None:
            # Not reaped yet, so the pid is its own.
            os.kill(sandbox.init, signal.SIGKILL)

    def interrupt(self, launch_id: int, pid: int) -> None:
        sandbox = self._by_id.get(launch_id)
        if sandbox is not None:
            sandbox.order(init_line.INTERRUPT, pid)

    def end(self, launch_id: int, pid: int) -> None:
        sandbox = self._by_id.get(launch_id)
        if sandbox is not None:
            sandbox.order(init_line.END, pid)

    def watch(self, launch_id: int, pid: int, member: int) -> None:
        sandbox = self._by_id.get(launch_id)
        if sandbox is not None:
            sandbox.watch(pid, member)

    def copy(self, launch_id: int, giver: int, member: int, token: str) -> None:
        failure = None
        sandbox = self._by_id.get(launch_id)
        if sandbox is None:
            failure = "the session has ended"
        else:
            try:
                sandbox.give(giver, member, token)
            except Exception as error:
                # One session's descriptors are no reason to end all.
                failure = f"{type(error).__name__}: {error}"
        say({"event": "copying", "id": launch_id, "member": member, "failure": failure})

    def forget(self, launch_id: int, member: int) -> None:
        sandbox = self._by_id.get(launch_id)
        if sandbox is not None:
            sandbox.forget(member)

    def listen(self, ready: set[int]) -> None:
        for fd in ready & self._by_line.keys():
            self._listen(self._by_line[fd])

    def is_init(self, pid: int) -> bool:
        return pid in self._by_init

    def bury(self, pid: int, status: int) -> None:
        """The init of a sandbox has been reaped, and the sandbox is over."""
        sandbox = self._by_init.get(pid)
        if sandbox is None:
            return
        # What init has told last.
        self._listen(sandbox)
        self._end(sandbox, status)

    def _listen(self, sandbox: Sandbox) -> None:
        if not sandbox.silent:
            sandbox.listen()
        if sandbox.silent:
            # A line at its end stays readable: without this the loop would spin until the death of init is known.
            self._forget_line(sandbox)

    def _end(self, sandbox: Sandbox, init_status: int) -> None:
        self._forget_line(sandbox)
        del self._by_init[sandbox.init]
        del self._by_id[sandbox.id]
        sandbox.close()
        say(
            {
                "event": "ended",
                "id": sandbox.id,
                "agentStatus": sandbox.agent_status,
                "initStatus": init_status,
            }
        )

    def _forget_line(self, sandbox: Sandbox) -> None:
        if self._by_line.pop(sandbox.line, None) is not None:
            self._poll.unregister(sandbox.line)
