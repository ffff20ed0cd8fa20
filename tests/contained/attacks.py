# ruff: noqa: SIM115, F821
# What a run without namespaces could do to the gateway and to the runs beside it. `facts` stands before this, as JSON.
# Each attempt is refused by the kernel with an error; what comes back without one has worked.
import ctypes
import errno
import fcntl
import os
import resource
import signal
import socket
import struct

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
gateway, canary, folder = facts["gateway"], facts["canary"], facts["folder"]


def call(number, *arguments):
    words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = libc.syscall(ctypes.c_long(number), *words)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def connect(family, kind, address):
    with socket.socket(family, kind) as one:
        one.connect(address)


def send_datagram():
    for one in socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM):
        one.sendto(b"x", facts["datagrams"])


def own_signal_to(pid):
    one, other = socket.socketpair()
    fcntl.fcntl(one, fcntl.F_SETOWN, pid)
    fcntl.fcntl(one, fcntl.F_SETSIG, signal.SIGUSR1)
    fcntl.fcntl(one, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    other.send(b"x")
    raise PermissionError(errno.EPERM, "sent; whether it arrived is for the gateway to say")


def through_path_descriptor(flags):
    fd = os.open(canary, os.O_PATH)
    return os.open(f"/proc/self/fd/{fd}", flags)


def by_link():
    os.link(canary, "linked")
    return open("linked").read()


def by_symlink():
    os.symlink(canary, "pointed")
    return open("pointed").read()


def vm_read(pid):
    buffer = ctypes.create_string_buffer(8)
    local = struct.pack("QQ", ctypes.addressof(buffer), 8)
    return call(310, pid, local, 1, struct.pack("QQ", 4096, 8), 1, 0)


def namespace(flag):
    if libc.unshare(flag) != 0:
        raise OSError(ctypes.get_errno(), "unshare")


attacks = {}
for name, pid in facts["processes"].items():
    attacks |= {
        f"signal to the {name}": lambda pid=pid: os.kill(pid, 0),
        f"signal to a thread of the {name}": lambda pid=pid: call(234, pid, pid, 0),
        f"signal with data to the {name}": lambda pid=pid: call(
            129, pid, signal.SIGURG, struct.pack("iii", 10, 0, -1) + bytes(116)
        ),
        f"signal by descriptor to the {name}": lambda pid=pid: signal.pidfd_send_signal(
            os.pidfd_open(pid), 0
        ),
        f"SIGIO for the {name}": lambda pid=pid: own_signal_to(pid),
        f"ptrace of the {name}": lambda pid=pid: call(101, 16, pid, 0, 0),
        f"memory of the {name}": lambda pid=pid: open(f"/proc/{pid}/mem", "rb").read(1),
        f"maps of the {name}": lambda pid=pid: open(f"/proc/{pid}/maps").read(1),
        f"environment of the {name}": lambda pid=pid: open(f"/proc/{pid}/environ").read(),
        f"command line of the {name}": lambda pid=pid: open(f"/proc/{pid}/cmdline").read(),
        f"descriptors of the {name}": lambda pid=pid: os.listdir(f"/proc/{pid}/fd"),
        f"root of the {name}": lambda pid=pid: os.listdir(f"/proc/{pid}/root/"),
        f"folder of the {name}": lambda pid=pid: os.readlink(f"/proc/{pid}/cwd"),
        f"program of the {name}": lambda pid=pid: os.readlink(f"/proc/{pid}/exe"),
        f"copied memory of the {name}": lambda pid=pid: vm_read(pid),
        f"taken descriptor of the {name}": lambda pid=pid: call(438, os.pidfd_open(pid), 0, 0),
        f"comparison with the {name}": lambda pid=pid: call(312, os.getpid(), pid, 0, 0, 0),
        f"limits of the {name}": lambda pid=pid: resource.prlimit(pid, resource.RLIMIT_NOFILE),
        f"processors of the {name}": lambda pid=pid: os.sched_setaffinity(pid, {0}),
        f"priority of the {name}": lambda pid=pid: os.setpriority(os.PRIO_PROCESS, pid, 19),
        f"scheduler of the {name}": lambda pid=pid: os.sched_setscheduler(
            pid, os.SCHED_IDLE, os.sched_param(0)
        ),
        f"disk priority of the {name}": lambda pid=pid: call(251, 1, pid, 3 << 13),
        f"reclaim from the {name}": lambda pid=pid: call(440, os.pidfd_open(pid), 0, 0, 21, 0),
        f"OOM score of the {name}": lambda pid=pid: open(f"/proc/{pid}/oom_score_adj", "w").write("1000"),
    }
attacks |= {
    "priority of the user": lambda: os.setpriority(os.PRIO_USER, 0, 19),
    "list of processes": lambda: os.listdir("/proc"),
    "connections of the container": lambda: open("/proc/net/unix").read(),
    "settings of the kernel": lambda: open("/proc/sys/kernel/hostname").read(),
    "own memory as a file, for writing": lambda: open("/proc/self/mem", "wb"),
    "file of the gateway": lambda: open(canary).read(),
    "file of the gateway by a path descriptor": lambda: through_path_descriptor(os.O_RDONLY),
    "file of the gateway, truncated": lambda: os.truncate(canary, 0),
    "file of the gateway, truncated when opened": lambda: os.open(canary, os.O_RDONLY | os.O_TRUNC),
    "file of the gateway, written": lambda: os.open(canary, os.O_WRONLY | os.O_APPEND),
    "file of the gateway, by a hard link": by_link,
    "file of the gateway, by a symbolic link": by_symlink,
    "file of the gateway, renamed": lambda: os.rename(canary, "taken"),
    "file of the gateway, replaced": lambda: (open("mine", "w").close(), os.replace("mine", canary)),
    "file of the gateway, removed": lambda: os.unlink(canary),
    "mode of a file of the gateway": lambda: os.chmod(canary, 0o777),
    "mode by a path descriptor": lambda: os.chmod(f"/proc/self/fd/{os.open(canary, os.O_PATH)}", 0o777),
    "mode by an empty path": lambda: call(452, os.open(canary, os.O_PATH), b"", 0o777, 0x1000),
    "mode of a folder of the gateway": lambda: os.chmod(folder, 0),
    "mode of a file of Python": lambda: os.fchmod(os.open(os.__file__, os.O_RDONLY), 0o777),
    "owner of a file of the gateway": lambda: os.chown(canary, -1, os.getgid()),
    "times of a file of the gateway": lambda: os.utime(canary, (0, 0)),
    "attribute of a file of the gateway": lambda: os.setxattr(canary, "user.x", b"y"),
    "folder of the gateway, listed": lambda: os.listdir(folder),
    "folder of the gateway, a file in it": lambda: open(f"{folder}/new", "w"),
    "folder of the gateway, a socket in it": lambda: os.mknod(f"{folder}/new", 0o140600),
    "folders of other runs": lambda: os.listdir(os.path.dirname(os.path.dirname(os.getcwd()))),
    "the gateway's program for guests": lambda: open(facts["program"]).read(),
    "file in the common /tmp": lambda: open("/tmp/pymcp-contained-attack", "w"),
    "file in the common /dev/shm": lambda: open("/dev/shm/pymcp-contained-attack", "w"),
    "terminals of others": lambda: os.listdir("/dev/pts"),
    "a terminal": lambda: os.open("/dev/ptmx", os.O_RDWR),
    "/sys": lambda: os.listdir("/sys"),
    "shell": lambda: os.execv("/bin/sh", ["sh"]),
    "socket of the gateway": lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, facts["socket"]),
    "abstract socket of the gateway": lambda: connect(
        socket.AF_UNIX, socket.SOCK_STREAM, "\0" + facts["abstract"]
    ),
    "datagram to the gateway": send_datagram,
    "port of the gateway": lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", facts["port"])),
    "port by IPv6": lambda: connect(socket.AF_INET6, socket.SOCK_STREAM, ("::1", facts["port"])),
    "UDP": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "raw packets": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "vsock": lambda: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM),
    "name on a connected socket": lambda: socket.socketpair()[0].bind("\0pymcp-contained-attack"),
    "shared memory of System V": lambda: call(29, 0x5F5F, 4096, 0o1666),
    "semaphores of System V": lambda: call(64, 0x5F5F, 1, 0o1666),
    "messages of System V": lambda: call(68, 0x5F5F, 0o1666),
    "POSIX message queue": lambda: call(240, b"pymcp", os.O_CREAT | os.O_RDWR, 0o600, 0),
    "keyring of the user": lambda: call(250, 0, -4, 1),
    "watch on the gateway's folder": lambda: call(294, 0),
    "user namespace": lambda: namespace(0x10000000),
    "mount namespace": lambda: namespace(0x20000),
    "mount": lambda: call(165, b"t", b"/tmp", b"tmpfs", 0, 0),
    "chroot": lambda: os.chroot("/tmp"),
    "namespace of the gateway": lambda: os.open(f"/proc/{gateway}/ns/net", os.O_RDONLY),
    "io_uring": lambda: call(425, 8, bytes(120)),
    "loosening: another Landlock": lambda: call(444, 0, 0, 1),
    "another user": lambda: os.setuid(0),
}
worked, refused = [], {}
for name, attack in attacks.items():
    try:
        attack()
        worked.append(name)
    except OSError as error:
        refused[name] = errno.errorcode.get(error.errno, str(error.errno))
answer({"worked": worked, "refused": refused})
