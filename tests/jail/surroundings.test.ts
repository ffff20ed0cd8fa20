// Proves: jail.kernel, secret.unseen. Environment, descriptors and /proc: nothing of the gateway's is inherited or shown.
// The gateway under test is a process of its own that was given secrets in its environment and open descriptors.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { commandLine } from '../support/command-line.js';
import { openJail } from '../support/jail.js';
import { askOutside } from '../support/outside.js';
import { slow } from '../support/time.js';

const jail = await openJail();
const folder = mkdtempSync(join(tmpdir(), 'pymcp-surroundings-'));
after(() => {
  rmSync(folder, { recursive: true });
});

const secret = `s3cret-${process.pid}-${Math.random()}`;
const inheritedPath = join(folder, 'inherited');
writeFileSync(inheritedPath, secret);

/** What a program can see of the descriptors, the environment and the memory that it started with. */
const look = `
import json, os
def read(path):
    try:
        with open(path, "rb") as file: return file.read(100000).decode("latin1")
    except OSError as error: return type(error).__name__
fds = {}
for fd in range(1024):
    try: fds[fd] = os.readlink("/proc/self/fd/%d" % fd)
    except OSError: pass
memory = "".join(read("/proc/%s/%s" % (pid, name)) for pid in os.listdir("/proc") if pid.isdigit() for name in ("environ", "cmdline", "comm"))
print(json.dumps({"environ": dict(os.environ), "fds": fds, "memory": memory}))
`;

interface Seen {
  readonly environ: Record<string, string>;
  readonly fds: Record<string, string>;
  readonly memory: string;
}

/** Runs \`look\` by a gateway with secrets in its environment and in forty descriptors that it inherited. */
async function lookFromCarelessGateway(file: string, args: readonly string[]): Promise<Seen> {
  const inherited = Array.from({ length: 40 }, () => openSync(inheritedPath, 'r'));
  const child = spawn(file, args, {
    stdio: ['pipe', 'pipe', 'inherit', ...inherited],
    env: {
      PATH: '/usr/bin:/bin',
      HOME: folder,
      API_TOKEN: secret,
      PYTHONPATH: folder,
      PYTHONSTARTUP: inheritedPath,
      LD_LIBRARY_PATH: folder,
    },
    timeout: slow(60_000),
  });
  for (const fd of inherited) closeSync(fd);
  child.stdin?.end(look);
  assert.ok(child.stdout);
  const exit = once(child, 'exit');
  const said = await text(child.stdout);
  assert.deepEqual((await exit)[0], 0);
  return JSON.parse(said) as Seen;
}

const inside = await lookFromCarelessGateway(process.execPath, [commandLine, 'run', '-']);

describe('a program in the jail', () => {
  it('has an environment that does not depend on the gateway’s', () => {
    const { environ } = inside;
    assert.deepEqual(Object.keys(environ).sort(), [
      'HOME',
      'LANG',
      'LOGNAME',
      'MPLBACKEND',
      'MPLCONFIGDIR',
      'OMP_NUM_THREADS',
      'OPENBLAS_NUM_THREADS',
      'PATH',
      'PWD',
      'PYTHONDONTWRITEBYTECODE',
      'USER',
    ]);
    assert.equal(environ['HOME'], '/home/mcp');
  });

  it('has its three streams and its channel open, and no fifth descriptor', () => {
    assert.deepEqual(Object.keys(inside.fds), ['0', '1', '2', '3']);
    assert.equal(inside.fds['0'], '/dev/null');
    for (const fd of ['1', '2', '3']) assert.match(inside.fds[fd] ?? '', /^socket:/);
  });

  it('finds the gateway’s secret in no environment and no command line', () => {
    assert.ok(!JSON.stringify(inside).includes(secret));
    assert.ok(!JSON.stringify(inside).includes(folder));
  });

  it('control: the same gateway without the jail hands all of it on', async () => {
    const outside = await lookFromCarelessGateway('/usr/bin/python3', ['-']);
    assert.equal(outside.environ['API_TOKEN'], secret);
    assert.ok(Object.keys(outside.fds).length >= 43);
    assert.ok(outside.memory.includes(secret));
  });
});

describe('/proc in the jail', () => {
  it('shows the reaper, the program and what it starts, no other process', async () => {
    const pids = await jail.ask<string[]>(
      `import os; answer([n for n in os.listdir("/proc") if n.isdigit()])`,
    );
    assert.deepEqual(pids, ['1', '2']);
  });

  it('shows processes only: nothing of the kernel or the machine', async () => {
    const names = await jail.ask<string[]>(
      `import os; answer(sorted(n for n in os.listdir("/proc") if not n.isdigit()))`,
    );
    assert.deepEqual(names, ['self', 'thread-self']);
  });

  it('control: outside there is more of both', async () => {
    const names = await askOutside<string[]>(`import os; answer(os.listdir("/proc"))`);
    assert.ok(names.length > 50);
  });

  it('keeps the reaper closed: its memory, environment, descriptors, root, maps', async () => {
    const answers = await jail.ask<Record<string, string>>(`
import errno, os
def attempt(path, work):
    try: found = work("/proc/1/" + path)
    except OSError as error: return errno.errorcode[error.errno]
    return "empty" if not found else "open"
def read(path):
    with open(path, "rb") as file: return file.read(100)
names = ["environ", "mem", "maps", "smaps", "auxv", "stack", "syscall", "io", "personality", "pagemap", "wchan"]
answers = {name: attempt(name, read) for name in names}
answers |= {name: attempt(name, os.readlink) for name in ("exe", "cwd", "root", "ns/mnt", "ns/user")}
answers |= {name: attempt(name, os.listdir) for name in ("fd", "fdinfo", "map_files", "ns", "task/1/fd")}
answers["write"] = attempt("mem", lambda path: os.open(path, os.O_RDWR))
answer(answers)`);
    for (const [name, answer] of Object.entries(answers)) {
      if (name === 'ns' || name === 'wchan') continue;
      assert.match(answer, /^(?:EACCES|EPERM|ENOENT|empty)$/, `${name} ${answer}`);
    }
    for (const name of ['mem', 'environ', 'fd', 'root', 'write'])
      assert.match(answers[name] ?? '', /^(?:EACCES|EPERM)$/);
  });

  it('does not let the program kill, stop or trace the reaper', async () => {
    const answers = await jail.ask<unknown[]>(`
import ctypes, errno, os, signal
libc = ctypes.CDLL(None, use_errno=True)
for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, 34, 64):
    os.kill(1, number)
answers = []
for request in (16, 0x4206):  # PTRACE_ATTACH, PTRACE_SEIZE
    libc.ptrace(request, 1, 0, 0)
    answers.append(errno.errorcode[ctypes.get_errno()])
# SIGCHLD wakes it, and does nothing else.
answer(answers + [open("/proc/1/stat").read().split()[2] in "SR"])`);
    assert.deepEqual(answers, ['EPERM', 'EPERM', true]);
  });
});

describe('the machine in the jail', () => {
  it('is called pymcp, and its name cannot be changed', async () => {
    const answers = await jail.ask<string[]>(`
import errno, os, socket
try: socket.sethostname("x")
except OSError as error: refused = errno.errorcode[error.errno]
answer([os.uname().nodename, socket.gethostname(), refused, open("/etc/hostname").read().strip()])`);
    assert.deepEqual(answers, ['pymcp', 'pymcp', 'EPERM', 'pymcp']);
  });
});

alsoAsOrdinaryUser(import.meta.url);
