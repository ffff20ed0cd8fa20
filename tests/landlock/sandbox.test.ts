// Proves: jail.kernel. What Landlock's rules hold in a sandbox, place by place, and that they hold it alone: in copies of the
// product whose mounts are left writable and executable, whose Landlock is left out, or both. With neither, all is done.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { breakPackage } from '../support/broken-package.js';

/** Every remount is passed over, nothing is noexec, and the check that reads it back is deceived. */
const withoutMounts = `
_mount = mount
def mount(source, target, kind, flags, options=None):
    if not flags & MS_REMOUNT: _mount(source, target, kind, flags & ~MS_NOEXEC, options)
class _ReadOnly: f_flag = os.ST_RDONLY
os.statvfs = lambda path: _ReadOnly
`;
/** As a kernel answers in which it is switched off; every other error refuses the run. */
const withoutLandlock = `
def _switched_off(*_):
    raise OSError(95, "switched off by a test")
_when("syscall", lambda n, *a: n.startswith("landlock"), _switched_off)
`;

/** What is left out → Python that leaves it out. */
const copies = {
  nothing: '',
  Landlock: withoutLandlock,
  mounts: withoutMounts,
  both: `${withoutMounts}\n${withoutLandlock}`,
} as const;
type Copy = keyof typeof copies;

const probe = `
import errno, fcntl, json, os, stat
def say(work):
    try: work()
    except OSError as error: return errno.errorcode[error.errno]
    return "done"
def use(path, flags): os.close(os.open(path, flags | os.O_CLOEXEC))
def in_child(work):
    read, write = os.pipe()
    if os.fork() == 0:
        os.set_inheritable(write, False)
        os.dup2(os.open("/dev/null", os.O_RDWR), 1)
        os.write(write, say(work).encode())
        os._exit(0)
    os.close(write)
    said = os.read(read, 100).decode()
    os.close(read)
    os.wait()
    return said or "done"
def run(path): return in_child(lambda: os.execv(path, [path, "--version"]))
def try_folder(folder):
    at = lambda name: folder.rstrip("/") + "/" + name
    made = {
        "make folder": say(lambda: os.mkdir(at("d"))), "make file": say(lambda: os.mknod(at("f"), stat.S_IFREG | 0o600)),
        "make link": say(lambda: os.symlink("x", at("l"))), "make FIFO": say(lambda: os.mkfifo(at("p"))),
        "make socket": say(lambda: os.mknod(at("s"), stat.S_IFSOCK | 0o600)),
    }
    if made["make file"] == "done":
        # Only where there is something of its own can the rest be tried.
        made.update({
            "write": say(lambda: use(at("f"), os.O_WRONLY)), "truncate": say(lambda: os.truncate(at("f"), 0)),
            "move": say(lambda: os.rename(at("f"), at("d/f"))), "remove file": say(lambda: os.unlink(at("d/f"))),
            "remove folder": say(lambda: os.rmdir(at("d"))),
        })
    return {"list": say(lambda: use(folder, os.O_RDONLY | os.O_DIRECTORY)), **made}
with open("/tmp/program", "wb") as file: file.write(bytes(8))
os.chmod("/tmp/program", 0o755)
with open("/proc/self/maps") as maps: libc = next(line.split()[-1] for line in maps if "/libc.so" in line)
answers = {folder: try_folder(folder) for folder in ("/tmp", "/dev/shm", "/home/mcp", "/", "/etc", "/dev", "/usr", "/run", "/home")}
answers["files"] = {
    "read a library": say(lambda: use(libc, os.O_RDONLY)), "execute a library": run(libc),
    "execute the interpreter": run(os.path.realpath("/proc/self/exe")), "execute a file of its own": run("/tmp/program"),
    "read a file that no rule names": say(lambda: use("/run/sealed", os.O_RDONLY)),
    "write to /proc": say(lambda: use("/proc/self/comm", os.O_WRONLY)), "read /proc": say(lambda: use("/proc/self/comm", os.O_RDONLY)),
    "write to a device": say(lambda: use("/dev/null", os.O_WRONLY)),
    "ask a device": say(lambda: fcntl.ioctl(os.open("/dev/null", os.O_RDONLY), 0x5401, bytes(64))),
}
print(json.dumps(answers))
`;

type Answers = Readonly<Record<string, Readonly<Record<string, string>>>>;

async function askCopy(copy: Copy): Promise<Answers> {
  const broken = breakPackage(copies[copy]);
  try {
    const { exitCode, stdout, stderr } = await broken.run(probe);
    assert.equal(exitCode, 0, stderr);
    return JSON.parse(stdout) as Answers;
  } finally {
    broken.remove();
  }
}

const answers = new Map<Copy, Answers>();
for (const copy of Object.keys(copies) as Copy[]) answers.set(copy, await askCopy(copy));

/** What each copy said of one thing, in the order of the copies. */
const saidOf = (place: string, what: string): (string | undefined)[] =>
  [...answers.values()].map((answer) => answer[place]?.[what]);

const making = ['make folder', 'make file', 'make link', 'make FIFO', 'make socket'] as const;
const changing = ['write', 'truncate', 'move', 'remove file', 'remove folder'] as const;
const always = (said: string): string[] => [said, said, said, said];

describe('in a sandbox', () => {
  for (const folder of ['/tmp', '/dev/shm', '/home/mcp']) {
    it(`${folder} takes everything but programs and devices`, () => {
      for (const what of ['list', ...making, ...changing])
        assert.deepEqual(saidOf(folder, what), always('done'), what);
    });
  }

  for (const folder of ['/', '/etc', '/dev', '/usr', '/run', '/home']) {
    it(`${folder} can be listed and takes nothing: by its mount, and by Landlock where that is gone`, () => {
      assert.deepEqual(saidOf(folder, 'list'), always('done'));
      for (const what of making)
        assert.deepEqual(saidOf(folder, what), ['EROFS', 'EROFS', 'EACCES', 'done'], what);
    });
  }

  const byLandlockAlone = ['EACCES', 'done', 'EACCES', 'done'];
  const files: Readonly<Record<string, readonly string[]>> = {
    'read a library': always('done'),
    'execute a library': byLandlockAlone,
    'execute the interpreter': always('done'),
    // No format that a kernel knows: who may execute it is told ENOEXEC.
    'execute a file of its own': ['EACCES', 'EACCES', 'EACCES', 'ENOEXEC'],
    'read a file that no rule names': byLandlockAlone,
    'write to /proc': byLandlockAlone,
    'read /proc': always('done'),
    'write to a device': always('done'),
    'ask a device': always('ENOTTY'),
  };
  for (const [what, wanted] of Object.entries(files)) {
    it(`${what}: ${wanted[0] ?? ''}; without Landlock, without mounts, without both: ${wanted.slice(1).join(', ')}`, () => {
      assert.deepEqual(saidOf('files', what), wanted);
    });
  }

  it('no more was tried than is expected here', () => {
    assert.deepEqual(Object.keys(answers.get('nothing')?.['files'] ?? {}).sort(), Object.keys(files).sort());
  });
});

alsoAsOrdinaryUser(import.meta.url);
