// What a sandbox can say about how it is held, as one text that is the same for every sandbox of a template.
export const tellStrength = `
import fcntl, json, os, resource, socket, struct
def status(path):
    with open(path) as file: fields = dict(line.split(":", 1) for line in file)
    names = ("Uid", "Gid", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp", "Seccomp_filters", "Groups", "Threads")
    return {name: fields.get(name, "").strip() for name in names}
def read(path):
    with open(path) as file: return file.read()
def errno_of(work):
    try: work()
    except OSError as error: return error.errno
def mounts():
    for line in read("/proc/self/mountinfo").splitlines():
        fields = line.split()
        rest = fields[fields.index("-") + 1:]
        yield [fields[3].replace("/newroot", ""), fields[4], fields[5], rest[0], rest[2]]
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
    loopback = struct.unpack("16sH", fcntl.ioctl(probe, 0x8913, struct.pack("16sH14x", b"lo", 0))[:18])[1]
limits = [name for name in dir(resource) if name.startswith("RLIMIT_")]
print(json.dumps({
    "program": status("/proc/self/status"), "init": status("/proc/1/status"),
    "maps": [read("/proc/self/uid_map").split(), read("/proc/self/gid_map").split(), read("/proc/self/setgroups")],
    "oom": read("/proc/self/oom_score_adj"), "cgroup": read("/proc/self/cgroup"), "host": os.uname().nodename,
    "limits": {name: resource.getrlimit(getattr(resource, name)) for name in limits},
    "files": sorted(os.listdir("/proc/self/fd")), "mounts": list(mounts()), "root": sorted(os.listdir("/")),
    "loopback": loopback,
    "landlock": [errno_of(lambda: open("/run/sealed")), errno_of(lambda: open("/proc/self/comm", "w"))],
    "session": [os.getsid(0), os.getpgid(0), os.getcwd()], "pids": [os.getpid(), os.getppid()],
    # Another process of this user cannot look into pid 1.
    "init is closed": errno_of(lambda: os.listdir("/proc/1/fd")),
    "umask": os.umask(0o22),
}))
`;
