"""The pen: an outer jail for a gateway whose layers are dropped, so that an attack that succeeds finds nothing here.

Started by root. Root below is root of a user namespace whose ids nobody else has; no network, process, message queue
or file of the host is there to be reached but files that everybody may read, and /tmp, /run and the like are bounded
and its own. First of all it enters control groups with hard limits. Whoever kills this process kills all of it.

    pen.py STAGE FIRST-ID UID GROUPS PROGRAM ARGUMENT…

STAGE holds copies of the package and is shown read-only where it is; GROUPS are membership files, separated by colons.
"""

import os
import socket
import struct
import sys

sys.path.insert(0, f"{sys.argv[1]}/whole/guest")

from pymcp_guest import linux, namespaces

_IDS = 65536
_PR_SET_PDEATHSIG = 1
_SIGKILL = 9
_RTM_NEWROUTE, _RTA_OIF = 24, 4
# Everything that anybody may write to, and where tests and gateways keep things.
_OWN_FOLDERS = ("/tmp", "/var/tmp", "/run", "/dev/shm", "/mnt", "/home")
_OPTIONS = "size=700m,nr_inodes=150k,mode=1777"
_HARMLESS = linux.MS_NOSUID | linux.MS_NODEV
_NEW = namespaces.AT_BIRTH


def main() -> int:
    stage, first, uid, groups, program = (
        sys.argv[1],
        int(sys.argv[2]),
        int(sys.argv[3]),
        sys.argv[4],
        sys.argv[5:],
    )
    for file in groups.split(":"):
        linux.write_file(file, "0")
    asked, ask = os.pipe()
    child = linux.fork_into(_NEW)
    if child == 0:
        os.close(ask)
        linux.prctl(_PR_SET_PDEATHSIG, _SIGKILL)
        os.read(asked, 1)
        _enter(stage, uid)
        os.execv(program[0], program)
    linux.write_file(f"/proc/{child}/uid_map", f"0 {first} {_IDS}")
    linux.write_file(f"/proc/{child}/gid_map", f"0 {first} {_IDS}")
    os.write(ask, b".")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _enter(stage: str, uid: int) -> None:
    os.setgroups([])
    os.setresgid(0, 0, 0)
    os.setresuid(0, 0, 0)
    namespaces.raise_loopback()
    _answer_for_everybody()
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    linux.mount("proc", "/proc", "proc", _HARMLESS | linux.MS_NOEXEC)
    with_copies = linux.clone_mount(os.open(stage, os.O_PATH | os.O_CLOEXEC))
    for folder in _OWN_FOLDERS:
        linux.mount("tmpfs", folder, "tmpfs", _HARMLESS, _OPTIONS)
    # A device of the host that is harmless, where attacks look for one that is not.
    linux.mount("/dev/null", "/dev/kmsg", None, linux.MS_BIND)
    linux.set_mount_attributes(with_copies, linux.MOUNT_ATTR_RDONLY | linux.MOUNT_ATTR_NOSUID)
    os.makedirs(stage, exist_ok=True)
    linux.move_mount(with_copies, os.open(stage, os.O_PATH | os.O_CLOEXEC))
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    # Changing ids has undone it.
    linux.prctl(_PR_SET_PDEATHSIG, _SIGKILL)


def _answer_for_everybody() -> None:
    """Every address is one of this machine: what is sent outside arrives, and goes no further (rtnetlink(7))."""
    loopback = socket.if_nametoindex("lo")
    family, table, boot, scope, local = socket.AF_INET, 255, 3, 254, 2
    route = struct.pack("=BBBBBBBBI", family, 0, 0, 0, table, boot, scope, local, 0)
    route += struct.pack("=HHi", 8, _RTA_OIF, loopback)
    flags = 0x1 | 0x4 | 0x400 | 0x100  # request, acknowledge, create, replace
    message = struct.pack("=IHHII", 16 + len(route), _RTM_NEWROUTE, flags, 1, 0) + route
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as end:
        end.send(message)
        failure = struct.unpack_from("=i", end.recv(4096), 16)[0]
    if failure:
        raise OSError(-failure, "no route could be made in the pen")


if __name__ == "__main__":
    sys.exit(main())
