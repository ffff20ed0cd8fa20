"""The asyncio loop of a program or a session, for `await` outside of functions.

asyncio is imported by the first such `await`: it costs more than most programs. One loop serves all cells of a session,
so that what one cell began (a task, a connection) the next can await. It stands still between them.
"""

from __future__ import annotations

import signal
from collections.abc import Coroutine
from types import FrameType
from typing import Any


class Awaiting:
    def __init__(self) -> None:
        self._loop: Any = None
        self._abandoned: list[Any] = []

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run it to its end in a task. Returns its value or raises what it raised; KeyboardInterrupt where SIGINT
        cancelled it. The loop can be used again whatever happens."""
        import asyncio

        # One that says it runs was torn apart by an exception of the guest's own signal handlers.
        if self._loop is None or self._loop.is_closed() or self._loop.is_running():
            self._loop = asyncio.new_event_loop()
        # asyncio.run() in an earlier cell has taken it away.
        asyncio.set_event_loop(self._loop)
        return _Main(asyncio, self._loop, work).run()

    def close(self) -> None:
        """As asyncio.run does at its end."""
        loop, self._loop = self._loop, None
        if loop is None or loop.is_closed():
            return
        import asyncio

        try:
            left = asyncio.all_tasks(loop)
            for task in left:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True)) if left else None
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            asyncio.set_event_loop(None)
            loop.close()

    def abandon(self) -> None:
        """In a copy of the process: it shares its epoll with the original, so it must be neither used nor closed."""
        if self._loop is not None:
            import asyncio

            asyncio.set_event_loop(None)
            self._abandoned.append(self._loop)
            self._loop = None


class _Main:
    """The task that a program or a cell is.

    No interrupt becomes an exception inside of the loop itself, which could not be used afterwards.
    """

    def __init__(self, asyncio: Any, loop: Any, work: Coroutine[Any, Any, Any]) -> None:
        self._asyncio = asyncio
        self._loop = loop
        self._work = work
        self._task: Any = None
        self._has_begun = False
        self._value: Any = None
        self._error: BaseException | None = None
        self._interrupts = 0
        self._is_given_up = False
        self._is_over = False

    def run(self) -> Any:
        usual = signal.getsignal(signal.SIGINT)
        # A handler of the guest's own stays.
        is_ours = usual is signal.default_int_handler
        try:
            if is_ours:
                signal.signal(signal.SIGINT, self._interrupt)
            self._run()
        finally:
            if is_ours and signal.getsignal(signal.SIGINT) == self._interrupt:
                signal.signal(signal.SIGINT, usual)
            if not self._has_begun:
                self._work.close()
        error, self._error = self._error, None
        if self._is_given_up or (self._interrupts and isinstance(error, self._asyncio.CancelledError)):
            # As asyncio.run does, but where it happened.
            raise KeyboardInterrupt().with_traceback(error.__traceback__ if error else None) from None
        try:
            if error is not None:
                raise error
            return self._value
        finally:
            # Its traceback has this frame.
            del error

    def _run(self) -> None:
        self._task = self._loop.create_task(self._watch())
        try:
            self._run_to_end()
        except self._asyncio.CancelledError:
            # Before its first step.
            self._is_given_up = True
        finally:
            self._is_over = True
            # A second interrupt, or SystemExit in another task.
            if not self._task.done():
                self._cancel()

    def _run_to_end(self) -> None:
        while not self._is_given_up:
            try:
                self._loop.run_until_complete(self._task)
                return
            except RuntimeError:
                # The loop was stopped: to give up, or by something that an earlier cell has left in it.
                if self._task.done() or self._loop.is_closed() or self._loop.is_running():
                    raise

    async def _watch(self) -> None:
        """Keeps what ends it: of a task's own exceptions, the loop lets SystemExit through and no other."""
        self._has_begun = True
        try:
            self._value = await self._work
        except BaseException as error:
            self._error = error

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        """The first cancels it where it waits; the second gives it up. Code that computes has a KeyboardInterrupt."""
        current = self._asyncio.current_task(self._loop)
        self._interrupts += 1
        if current is not None and (current is self._task or self._interrupts > 1):
            raise KeyboardInterrupt
        if self._task is None or self._task.done():
            self._is_given_up = True
            return
        if self._interrupts == 1:
            self._task.cancel()
        else:
            self._is_given_up = True
        # In any case, since the loop may be waiting.
        self._loop.call_soon_threadsafe(self._stop_if_given_up)

    def _stop_if_given_up(self) -> None:
        """Not from the handler itself: a loop that is just ending would be stopped the next time."""
        if self._is_given_up and not self._is_over:
            self._loop.stop()

    def _cancel(self) -> None:
        """What is left of it by one turn of the loop."""
        self._task.cancel()
        self._loop.call_soon(self._loop.stop)
        self._loop.run_forever()
