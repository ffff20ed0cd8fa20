"""How much of its budget a measuring has spent: processor time, so that a busy machine does not cut it short.

And never more than so much time on the wall.
"""

from __future__ import annotations

import time


class Spending:
    def __init__(self, cpu_s: float, wall_s: float) -> None:
        self.cpu_s, self.wall_s = cpu_s, wall_s
        self.begin()

    def begin(self) -> None:
        self.began_cpu, self.began_wall = time.thread_time(), time.monotonic()

    def is_over(self, part: float) -> bool:
        """Whether this part of either is spent."""
        cpu, wall = time.thread_time() - self.began_cpu, time.monotonic() - self.began_wall
        return cpu > self.cpu_s * part or wall > self.wall_s * part
