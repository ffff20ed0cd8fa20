"""What the gateway tells a standalone sandbox: one line of JSON on its stdin (src/sandbox/standalone/standalone-plan.ts).

All of it comes from the gateway, which builds and checks it; it is trusted here.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from .plan import LaunchPlan


@dataclass(frozen=True)
class LandlockPlan:
    """What may be opened, and how; nothing else."""

    readable: tuple[str, ...]
    writable: tuple[str, ...]
    executables: tuple[str, ...]
    devices: str
    sentinel: str
    """Readable by its mode and by no rule."""

    @staticmethod
    def parse(message: dict[str, Any]) -> LandlockPlan:
        return LandlockPlan(
            readable=tuple(message["readable"]),
            writable=tuple(message["writable"]),
            executables=tuple(message["executables"]),
            devices=str(message["devices"]),
            sentinel=str(message["sentinel"]),
        )


@dataclass(frozen=True)
class StandalonePlan:
    launch: LaunchPlan
    """Its token, and the limits that the kernel it sees holds."""
    socket_path: str | None
    """Of the gateway's socket, in this sandbox; None where the connections are there, from descriptor 3 on."""
    seccomp_filter: bytes
    """struct sock_filter[]."""
    user: int
    """User and group id of the agent, and so of guest code."""
    reaper: int
    """Likewise of pid 1."""
    detach: tuple[str, ...]
    """Mount points that are gone before guest code runs. Needs a pid 1 with CAP_SYS_ADMIN where there are any."""
    closed: tuple[str, ...]
    """Folders and files that are covered by empty, read-only ones; likewise."""
    bounding: bool
    """Whether the bounding set can be emptied, and read back."""
    landlock: LandlockPlan | None
    preload: tuple[str, ...]
    optional_preload: tuple[str, ...]

    @staticmethod
    def parse(message: dict[str, Any]) -> StandalonePlan:
        return StandalonePlan(
            launch=LaunchPlan.parse(message["launch"]),
            socket_path=message["socketPath"],
            seccomp_filter=base64.b64decode(message["seccompFilter"], validate=True),
            user=int(message["user"]),
            reaper=int(message["reaper"]),
            detach=tuple(message["detach"]),
            closed=tuple(message["closed"]),
            bounding=bool(message["bounding"]),
            landlock=None if message["landlock"] is None else LandlockPlan.parse(message["landlock"]),
            preload=tuple(message["preload"]),
            optional_preload=tuple(message["optionalPreload"]),
        )
