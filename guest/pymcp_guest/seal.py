"""jail.kernel: giving everything up: descriptors, capabilities, privileges, files, system calls. In this order.

Capabilities, no_new_privs, Landlock and seccomp belong to a thread and are inherited by what it starts; the caller
is the only thread of its process, so after `seal` every later process and thread has them too.
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct

from . import landlock, linux, root, workspace
from .layers import LayerError, layer
from .plan import LaunchPlan, TemplatePlan

_SECCOMP_SET_MODE_FILTER = 1
_CAPABILITY_VERSION_3 = 0x20080522
# Every SECBIT_* with its lock, but KEEP_CAPS (securebits in capabilities(7)): root has no special powers, for good.
_SECUREBITS = 0xEF
DEVICE_RIGHTS = (
    landlock.READ_FILE | landlock.WRITE_FILE | landlock.READ_DIR | landlock.TRUNCATE | landlock.IOCTL_DEV
)


def last_capability() -> int:
    """The highest capability number of this kernel. Read by the template: sandboxes have no /proc/sys."""
    with layer("capabilities"), open("/proc/sys/kernel/cap_last_cap", encoding="ascii") as file:
        return int(file.read())


def set_resource_limits(launch: LaunchPlan) -> None:
    """Kernel limits per process (setrlimit(2)); the memory of a whole sandbox needs a cgroup."""
    limits: dict[int, int | None] = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: launch.open_files,
        resource.RLIMIT_FSIZE: launch.file_bytes,
        resource.RLIMIT_MEMLOCK: 64 * 1024,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_RTPRIO: 0,
        resource.RLIMIT_NICE: 0,
        resource.RLIMIT_SIGPENDING: 256,
        resource.RLIMIT_NPROC: launch.processes,
        resource.RLIMIT_DATA: launch.data_bytes,
    }
    with layer("rlimits"):
        for kind, wanted in limits.items():
            if wanted is None:
                continue
            ceiling = resource.getrlimit(kind)[1]
            value = wanted if ceiling == resource.RLIM_INFINITY else min(wanted, ceiling)
            resource.setrlimit(kind, (value, value))


def seal(template: TemplatePlan, landlock_abi: int, capabilities: int, keep_below: int) -> None:
    """Irreversible. `keep_below`: descriptors from this number up are closed."""
    with layer("descriptors"):
        linux.close_from(keep_below)
    with layer("capabilities"):
        _drop_capabilities(capabilities)
    with layer("no-new-privs"):
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    if landlock_abi > 0:
        with layer("landlock"):
            landlock.restrict(landlock_abi, _rules(template, landlock_abi))
    with layer("seccomp"):
        install_filter(template.seccomp_filter)


def check_sealed(*, bounding: bool = True) -> None:
    """Read back from the kernel what can be read; raise LayerError where it is not as it must be.

    `bounding`: the bounding set, too, must be empty; privileges.py says when it need not be.
    """
    status = {}
    with open("/proc/self/status", encoding="ascii", errors="replace") as file:
        for line in file:
            key, _, value = line.partition(":")
            status[key] = value.strip()
    for name in ("CapInh", "CapPrm", "CapEff", "CapAmb", *(("CapBnd",) if bounding else ())):
        if int(status[name], 16) != 0:
            raise LayerError("capabilities", f"{name} is {status[name]}")
    if status["NoNewPrivs"] != "1":
        raise LayerError("no-new-privs", f"NoNewPrivs is {status['NoNewPrivs']}")
    if status["Seccomp"] != "2":
        raise LayerError("seccomp", f"Seccomp is {status['Seccomp']}")
    if status["Threads"] != "1":
        raise LayerError("seccomp", f"{status['Threads']} threads were there when the filter was set")
    if os.geteuid() == 0:
        raise LayerError("user", "the guest is root inside")


def _drop_capabilities(last: int) -> None:
    for capability in range(last + 1):
        linux.prctl(linux.PR_CAPBSET_DROP, capability)
    linux.prctl2(linux.PR_CAP_AMBIENT, linux.PR_CAP_AMBIENT_CLEAR_ALL, 0)
    # Needs CAP_SETPCAP, so before the sets are emptied.
    linux.prctl(linux.PR_SET_SECUREBITS, _SECUREBITS)
    linux.syscall("capset", struct.pack("=II", _CAPABILITY_VERSION_3, 0), bytes(24))


def _rules(template: TemplatePlan, abi: int) -> list[landlock.Rule]:
    read = landlock.READ_FILE | landlock.READ_DIR
    rules = [landlock.Rule(folder, read) for folder in (*template.top_folders, "/etc", "/proc")]
    rules += [landlock.Rule(path, landlock.EXECUTE | landlock.READ_FILE) for path in template.executables]
    rules += [landlock.Rule(folder, landlock.scratch_rights(abi)) for folder in root.SCRATCH_FOLDERS]
    if template.workspace is not None:
        rights = landlock.scratch_rights(abi) if template.workspace.writable else read
        rules.append(landlock.Rule(workspace.PATH, rights))
    rules.append(landlock.Rule("/dev", DEVICE_RIGHTS))
    rules.append(landlock.Rule("/", landlock.READ_DIR))
    return rules


def install_filter(program: bytes) -> None:
    """seccomp(2); struct sock_fprog is a count and a pointer."""
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    linux.syscall("seccomp", _SECCOMP_SET_MODE_FILTER, 0, header)
