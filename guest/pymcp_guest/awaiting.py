"""The event loop of a program or a session, for `await` outside of functions.

It is there from the first such line on and goes on with the next: tasks and connections of one cell live in it until then.
asyncio is imported when it is needed: most programs do not.
"""

from __future__ import annotations

import contextlib
from typing import Any, Coroutine


class Awaiting:
    def __init__(self) -> None:
        self._loop: Any = None
        self._abandoned: list[Any] = []

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Its result; raises what it raises. An interrupt cancels it and leaves the loop in order."""
        loop = self._open()
        task = loop.create_task(coroutine)
        try:
            return loop.run_until_complete(task)
        except BaseException:
            if not task.done():
                task.cancel()
                with contextlib.suppress(BaseException):
                    loop.run_until_complete(task)
            elif not task.cancelled():
                # It has been seen: nobody needs to be told of it when the task is collected.
                task.exception()
            raise

    def abandon(self) -> None:
        """In a copy of this process: the kernel's side of the loop is the original's too.

        Closing it here would take descriptors out of the original's; so would its collection.
        """
        if self._loop is not None:
            self._abandoned.append(self._loop)
            self._loop = None

    def _open(self) -> Any:
        import asyncio

        if self._loop is None or self._loop.is_closed():
            self._loop = asyncio.new_event_loop()
        # A program's own asyncio.run() takes it away.
        asyncio.set_event_loop(self._loop)
        return self._loop
