// Python that tries each right of Landlock in a process of its own, under the guest's own landlock.py: without a ruleset, with
// a rule that gives exactly this right, and with one that gives every other.
import { join } from 'node:path';
import { packageRoot } from '../../src/host/package-root.js';

/** What a right answers: a list in the order of `modes`. */
export const modes = ['without', 'only it', 'all but it', 'elsewhere'] as const;
export type Mode = (typeof modes)[number];

/** Names of linux/landlock.h, in the order of their bits, with the ABI that brought each. */
export const fileRights = [
  ['EXECUTE', 1],
  ['WRITE_FILE', 1],
  ['READ_FILE', 1],
  ['READ_DIR', 1],
  ['REMOVE_DIR', 1],
  ['REMOVE_FILE', 1],
  ['MAKE_CHAR', 1],
  ['MAKE_DIR', 1],
  ['MAKE_REG', 1],
  ['MAKE_SOCK', 1],
  ['MAKE_FIFO', 1],
  ['MAKE_BLOCK', 1],
  ['MAKE_SYM', 1],
  ['REFER', 2],
  ['TRUNCATE', 3],
  ['IOCTL_DEV', 5],
] as const;

export const landlockPrelude = `
import errno, os, socket, stat, struct, sys, tempfile
sys.path.insert(0, ${JSON.stringify(join(packageRoot(), 'guest'))})
from pymcp_guest import landlock, linux
abi = landlock.supported_abi()
def say(work):
    try: work()
    except OSError as error: return errno.errorcode[error.errno]
    return "done"
def in_child(work):
    read, write = os.pipe()
    if os.fork() == 0:
        try: os.write(write, str(work()).encode())
        except BaseException as error: os.write(write, repr(error).encode())
        finally: os._exit(0)
    os.close(write)
    said = os.read(read, 4096).decode()
    os.close(read)
    os.wait()
    return said
def create(attributes, size):
    return say(lambda: os.close(linux.syscall("landlock_create_ruleset", attributes, size, 0)))
`;

/** Answers { right: [what was said in each mode] }. */
export const fileProbe = `${landlockPrelude}
import fcntl
base = tempfile.mkdtemp(prefix="pymcp-landlock-")
inside = lambda name: os.path.join(base, "place", name)
def make_place():
    os.mkdir(os.path.join(base, "elsewhere"))
    os.makedirs(inside("empty")); os.mkdir(inside("other"))
    for name in ("file", "to-remove", "to-truncate"):
        with open(inside(name), "w") as file: file.write("text")
    # No format that a kernel knows: who may execute it is told ENOEXEC.
    with open(inside("program"), "wb") as file: file.write(bytes(8))
    os.chmod(inside("program"), 0o755)
def open_and_close(path, flags): os.close(os.open(path, flags | os.O_CLOEXEC))
def bind():
    with socket.socket(socket.AF_UNIX) as server: server.bind(inside("socket"))
def ask_device():
    fd = os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
    fcntl.ioctl(fd, 0x5401, bytes(64))
attempts = {
    "EXECUTE": lambda: os.execv(inside("program"), ["program"]),
    "WRITE_FILE": lambda: open_and_close(inside("file"), os.O_WRONLY),
    "READ_FILE": lambda: open_and_close(inside("file"), os.O_RDONLY),
    "READ_DIR": lambda: open_and_close(inside("empty"), os.O_RDONLY | os.O_DIRECTORY),
    "REMOVE_DIR": lambda: os.rmdir(inside("empty")),
    "REMOVE_FILE": lambda: os.unlink(inside("to-remove")),
    # Not device 0: some kernels take such a whiteout for a file.
    "MAKE_CHAR": lambda: os.mknod(inside("char"), stat.S_IFCHR | 0o600, os.makedev(1, 3)),
    "MAKE_DIR": lambda: os.mkdir(inside("dir")),
    "MAKE_REG": lambda: os.mknod(inside("regular"), stat.S_IFREG | 0o600),
    "MAKE_SOCK": bind,
    "MAKE_FIFO": lambda: os.mkfifo(inside("fifo")),
    "MAKE_BLOCK": lambda: os.mknod(inside("block"), stat.S_IFBLK | 0o600, os.makedev(7, 250)),
    "MAKE_SYM": lambda: os.symlink("x", inside("link")),
    "REFER": lambda: os.link(inside("file"), inside("other/linked")),
    "TRUNCATE": lambda: os.truncate(inside("to-truncate"), 0),
    "IOCTL_DEV": ask_device,
}
# Without these the call that needs a right cannot be begun, or ends in another one.
beside = {"EXECUTE": landlock.READ_FILE, "REFER": 1 << 8, "IOCTL_DEV": landlock.READ_FILE}
def attempt(name, bit, mode):
    place = "/dev" if name == "IOCTL_DEV" else os.path.join(base, "place")
    every = landlock.all_rights(abi)
    rights = {"only it": (bit | beside.get(name, 0)) & every, "all but it": every & ~bit, "elsewhere": every}.get(mode)
    if mode == "elsewhere": place = os.path.join(base, "elsewhere")
    if rights is not None:
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        # A rule that gives nothing, because this kernel does not know the right, is an error to it.
        landlock.restrict(abi, [landlock.Rule(place, rights)] if rights else [])
    return say(attempts[name])
import shutil
said = {}
try:
    for index, name in enumerate(attempts):
        said[name] = []
        for mode in ${JSON.stringify(modes)}:
            make_place()
            said[name].append(in_child(lambda: attempt(name, 1 << index, mode)))
            for left in os.listdir(base): shutil.rmtree(os.path.join(base, left))
finally:
    shutil.rmtree(base)
known = [bit for bit in range(64) if create(struct.pack("=QQQ", 1 << bit, 0, 0), 8) == "done"]
answer({"abi": abi, "handled": landlock.all_rights(abi), "known": known, "said": said})
`;
