"""What the gateway tells a standalone sandbox: a line of JSON on its stdin.

src/sandbox/backends/standalone/standalone-plan.ts writes it.
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
    """User id of the agent, and so of guest code, as it sees itself."""
    group: int | None
    """The only group that there is; None where each user's has its number."""
    outer_user: int
    """Likewise, as the rest of the sandbox sees it."""
    own_users: bool
    """Whether the agent enters user namespaces of its own, which map that one to `user`, and nobody else."""
    reaper: int
    """User and group id of pid 1, as the rest of the sandbox sees it."""
    relay: int
    """User id of the relay, likewise: who may connect to the proxy."""
    detach: tuple[str, ...]
    """Mount points that are gone before guest code runs. Needs a pid 1 with CAP_SYS_ADMIN, as the two below."""
    cover: tuple[str, ...]
    """Folders that are covered by an empty one that nobody may enter: of gVisor, a mount point that is detached shows
    what its file server has mounted there."""
    remove: tuple[str, ...]
    """Files and folders that are gone."""
    give_away: tuple[str, ...]
    """Folders that belong to nobody, with what is in them."""
    read_only_proc: bool
    """Whether /proc is mounted anew, read-only."""
    own_group_view: bool
    """Whether it enters a cgroup namespace, in which no group above its own is seen. Needs CAP_SYS_ADMIN, too."""
    lingers: bool
    """Whether pid 1 waits to be ended where the agent has gone."""
    withdrawn: bool
    """Whether the gateway takes its socket away when it has its connections."""
    reopens_semaphores: bool
    """Whether a file with two names is two files to the kernel that it sees (semaphores.py)."""
    has_network: bool
    """The proxy's socket lies beside the gateway's, as egress.sock, and the sandbox gets a relay (network.py)."""
    has_packages: bool
    """The packages of an environment are at /env, and they alone are found (packages.py)."""
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
            group=None if message["group"] is None else int(message["group"]),
            outer_user=int(message["outerUser"]),
            own_users=bool(message["ownUsers"]),
            reaper=int(message["reaper"]),
            relay=int(message["relay"]),
            detach=tuple(message["detach"]),
            cover=tuple(message["cover"]),
            remove=tuple(message["remove"]),
            give_away=tuple(message["giveAway"]),
            read_only_proc=bool(message["readOnlyProc"]),
            own_group_view=bool(message["ownGroupView"]),
            lingers=bool(message["lingers"]),
            withdrawn=bool(message["withdrawn"]),
            reopens_semaphores=bool(message["reopensSemaphores"]),
            has_network=bool(message["hasNetwork"]),
            has_packages=bool(message["hasPackages"]),
            bounding=bool(message["bounding"]),
            landlock=None if message["landlock"] is None else LandlockPlan.parse(message["landlock"]),
            preload=tuple(message["preload"]),
            optional_preload=tuple(message["optionalPreload"]),
        )
