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

        if self._loop is None or self._loop.is_closed():
            self._loop = asyncio.new_event_loop()
        # asyncio.run() in an earlier cell has taken it away.
        asyncio.set_event_loop(self._loop)
        main = _Main(asyncio, self._loop, work)
        return main.run()

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
    """The task that a program or a cell is."""

    def __init__(self, asyncio: Any, loop: Any, work: Coroutine[Any, Any, Any]) -> None:
        self._asyncio = asyncio
        self._loop = loop
        self._value: Any = None
        self._error: BaseException | None = None
        self._is_interrupted = False
        self._task = loop.create_task(self._watch(work))

    def run(self) -> Any:
        usual = signal.getsignal(signal.SIGINT)
        # A handler of the guest's own stays.
        is_ours = usual is signal.default_int_handler
        try:
            if is_ours:
                signal.signal(signal.SIGINT, self._interrupt)
            self._loop.run_until_complete(self._task)
        finally:
            if is_ours and signal.getsignal(signal.SIGINT) == self._interrupt:
                signal.signal(signal.SIGINT, usual)
            if not self._task.done():
                self._cancel()
        error, self._error = self._error, None
        if error is None:
            return self._value
        if self._is_interrupted and isinstance(error, self._asyncio.CancelledError):
            # As asyncio.run does, but where it happened.
            raise KeyboardInterrupt().with_traceback(error.__traceback__) from None
        raise error

    async def _watch(self, work: Coroutine[Any, Any, Any]) -> None:
        """Keeps what ends it: of a task's own exceptions, the loop lets SystemExit through and no other."""
        try:
            self._value = await work
        except BaseException as error:
            self._error = error

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        """While it waits, an interrupt cancels it; while it computes, or the second time, it is a KeyboardInterrupt."""
        is_running = self._asyncio.current_task(self._loop) is self._task
        if is_running or self._is_interrupted or self._task.done():
            raise KeyboardInterrupt
        self._is_interrupted = True
        self._task.cancel()
        # The loop may be waiting for something else.
        self._loop.call_soon_threadsafe(lambda: None)

    def _cancel(self) -> None:
        """Something else has ended the loop: SystemExit in another task, a second interrupt."""
        self._task.cancel()
        self._loop.call_soon(self._loop.stop)
        self._loop.run_forever()
