"""jail.kernel: what a standalone sandbox gives up itself, behind the walls of its engine; and the check of it.

The kernel that it sees need not be Linux: gVisor's knows no Landlock, no securebits, and some limits only by name.
"""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import shutil
import stat
import time

from . import landlock, linux
from . import seal as seal_module
from .layers import LayerError, layer
from .plan import LaunchPlan
from .standalone_plan import LandlockPlan, StandalonePlan

_PR_GET_NO_NEW_PRIVS = 39
_READ_ONLY = linux.MS_RDONLY | linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC
_NOBODY = 65534
_WITHDRAWN_SECONDS = 10.0
_LOOK_SECONDS = 0.002


def hide(plan: StandalonePlan) -> None:
    """jail.kernel: no path leads to the gateway's socket any more, nor to what is nobody's business."""
    with layer("mounts"):
        for place in plan.detach:
            linux.detach(place)
        for place in plan.cover:
            linux.mount("none", place, "tmpfs", _READ_ONLY, "size=4096,mode=000")
        for place in plan.remove:
            _remove(place)
        for folder in plan.give_away:
            _give_away(folder)


def _give_away(folder: str) -> None:
    """What is mounted in it is somebody else's."""
    device = os.lstat(folder).st_dev
    for path in (folder, *(f"{folder}/{name}" for name in os.listdir(folder))):
        if os.lstat(path).st_dev == device:
            os.chown(path, _NOBODY, _NOBODY, follow_symlinks=False)


def close_proc(plan: StandalonePlan, ours: tuple[int, ...]) -> None:
    """Nothing of a kernel's can be set from then on, not even what it lets everybody set of himself.

    `ours`: processes that nobody may look into. gVisor lets everybody read maps, environment and descriptors of all.
    """
    if not plan.read_only_proc:
        return
    with layer("mounts"):
        linux.mount("proc", "/proc", "proc", _READ_ONLY)
        for pid in ours:
            linux.mount("none", f"/proc/{pid}", "tmpfs", _READ_ONLY, "size=4096,mode=000")


def _remove(place: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        if stat.S_ISDIR(os.lstat(place).st_mode):
            shutil.rmtree(place)
        else:
            os.unlink(place)


def set_resource_limits(launch: LaunchPlan) -> None:
    """Kernel limits per process (setrlimit(2)), and RLIMIT_NPROC, which counts all of the agent's user here."""
    needed: dict[int, int | None] = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: launch.open_files,
        resource.RLIMIT_FSIZE: launch.file_bytes,
        resource.RLIMIT_MEMLOCK: 64 * 1024,
        resource.RLIMIT_NPROC: launch.processes,
        resource.RLIMIT_DATA: launch.data_bytes,
    }
    # A kernel that has not what they bound refuses them.
    wanted: dict[int, int | None] = {
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_RTPRIO: 0,
        resource.RLIMIT_NICE: 0,
        resource.RLIMIT_SIGPENDING: 256,
    }
    with layer("rlimits"):
        for kind, value in needed.items():
            _limit(kind, value)
        for kind, value in wanted.items():
            try:
                _limit(kind, value)
            except (OSError, ValueError):
                continue


def _limit(kind: int, wanted: int | None) -> None:
    if wanted is None:
        return
    ceiling = resource.getrlimit(kind)[1]
    value = wanted if ceiling == resource.RLIM_INFINITY else min(wanted, ceiling)
    resource.setrlimit(kind, (value, value))


def seal(plan: StandalonePlan, scoped: bool = True) -> int:
    """Irreversible, after standalone_user.become. The Landlock ABI that holds, 0 where there is none.

    `scoped`: whether it may signal only what it has started since. Init signals the agent, which was there before.
    """
    abi = 0 if plan.landlock is None else landlock.supported_abi()
    if plan.landlock is not None and abi > 0:
        with layer("landlock"):
            landlock.restrict(abi, _rules(plan.landlock, abi), scoped=scoped)
    with layer("seccomp"):
        seal_module.install_filter(plan.seccomp_filter)
    return abi


def _rules(plan: LandlockPlan, abi: int) -> list[landlock.Rule]:
    read = landlock.READ_FILE | landlock.READ_DIR
    rules = [landlock.Rule(path, read) for path in plan.readable]
    rules += [landlock.Rule(path, landlock.EXECUTE | landlock.READ_FILE) for path in plan.executables]
    rules += [landlock.Rule(path, landlock.scratch_rights(abi)) for path in plan.writable]
    rules.append(landlock.Rule(plan.devices, seal_module.DEVICE_RIGHTS))
    rules.append(landlock.Rule("/", landlock.READ_DIR))
    return rules


def check(plan: StandalonePlan, landlock_abi: int) -> None:
    """Read back from the kernel what it shows; raise LayerError where it is not as it must be."""
    status = {}
    with open("/proc/self/status", encoding="ascii", errors="replace") as file:
        for line in file:
            key, _, value = line.partition(":")
            status[key] = value.strip()
    for name in ("CapInh", "CapPrm", "CapEff", *(("CapBnd",) if plan.bounding else ())):
        if int(status[name], 16) != 0:
            raise LayerError("capabilities", f"{name} is {status[name]}")
    if int(status.get("CapAmb", "0"), 16) != 0:
        raise LayerError("capabilities", f"CapAmb is {status['CapAmb']}")
    # gVisor's status does not tell it.
    if linux.prctl(_PR_GET_NO_NEW_PRIVS) != 1:
        raise LayerError("no-new-privs", "it is not set")
    if status["Seccomp"] != "2":
        raise LayerError("seccomp", f"Seccomp is {status['Seccomp']}")
    if status["Threads"] != "1":
        raise LayerError("seccomp", f"{status['Threads']} threads were there when the filter was set")
    _check_out_of_reach(plan)
    if plan.landlock is not None:
        landlock.check(landlock_abi, plan.landlock.sentinel)


def _check_out_of_reach(plan: StandalonePlan) -> None:
    """net.none: no path leads to the gateway any more, before anything that is not ours runs."""
    if plan.socket_path is None or not (plan.cover or plan.withdrawn):
        return
    deadline = time.monotonic() + (_WITHDRAWN_SECONDS if plan.withdrawn else 0)
    while _is_there(plan.socket_path):
        if time.monotonic() > deadline:
            raise LayerError("mounts", f"{plan.socket_path} is still there")
        time.sleep(_LOOK_SECONDS)


def _is_there(path: str) -> bool:
    try:
        os.lstat(path)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EACCES):
            return False
        raise
    return True
