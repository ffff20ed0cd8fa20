// Proves: jail.once. Two runs, one after the other or side by side, share nothing; of a run nothing stays on the host.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { isAlive, jailProcessesOf, sandboxProcessesOf, survivorsOf } from '../support/host-processes.js';
import { assertCompleted, openJail } from '../support/jail.js';
import { leavingsOf } from '../support/leavings.js';
import { slow } from '../support/time.js';

const jail = await openJail();
/** bubblewrap and the template. */
const atRest = jailProcessesOf(process.pid);

/** Leaves what it can wherever it can. */
const leave = `
import os, multiprocessing.shared_memory, pathlib, socket, tty, pty
for folder in ("/tmp", "/dev/shm", "/home/mcp"): pathlib.Path(folder, "left").write_text("left")
memory = multiprocessing.shared_memory.SharedMemory("memory", create=True, size=4096)
held = [socket.socket(socket.AF_UNIX), socket.create_server(("127.0.0.1", 4711)), pty.openpty()]
held[0].bind("\\0left"); held[0].listen()
os.environ["LEFT"] = "left"
`;

const look = `
import os, socket, sys
def attempt(work):
    try: return repr(work())
    except OSError: return None
found = {folder: os.listdir(folder) for folder in ("/tmp", "/dev/shm", "/home/mcp", "/dev/pts")}
found["abstract"] = attempt(lambda: socket.socket(socket.AF_UNIX).connect("\\0left"))
found["port"] = attempt(lambda: socket.create_connection(("127.0.0.1", 4711)))
found["environ"] = os.environ.get("LEFT")
found["modules"] = [name for name in ("multiprocessing", "pty") if name in sys.modules]
found["pids"] = [name for name in os.listdir("/proc") if name.isdigit()]
answer(found)`;

const nothing = {
  '/tmp': [],
  '/dev/shm': [],
  '/home/mcp': ['main.py'],
  '/dev/pts': ['ptmx'],
  abstract: null,
  port: null,
  environ: null,
  modules: [],
  pids: ['1', '2'],
};

describe('a run', () => {
  it('finds nothing of the one before it', async () => {
    assertCompleted(await jail.run(leave));
    assert.deepEqual(await jail.ask(look), nothing);
  });

  it('finds nothing of one beside it', async () => {
    const seen = await jail.whilePaused(`${leave}\npause()`, () => jail.ask(look));
    assert.deepEqual(seen, nothing);
  });

  it('control: finds all of it in itself', async () => {
    const found = await jail.ask<Record<string, unknown>>(leave + look);
    assert.deepEqual(found['/tmp'], ['left']);
    assert.ok(found['port'] !== null && found['abstract'] !== null && found['environ'] === 'left');
    assert.ok((found['/dev/pts'] as string[]).includes('0'));
  });

  it('repeats no randomness of another: hash seed aside, names, numbers, ids and addresses', async () => {
    const draw = `
import os, random, secrets, tempfile, uuid
answer([random.random(), secrets.token_hex(8), os.urandom(8).hex(), str(uuid.uuid4()), tempfile.mktemp(), open("/dev/urandom", "rb").read(8).hex()])`;
    const [one, two] = await Promise.all([jail.ask<unknown[]>(draw), jail.ask<unknown[]>(draw)]);
    for (const [index, value] of one.entries()) assert.notEqual(value, two[index], `draw ${index}`);
  });

  it('opens no terminal of another', async () => {
    const answers = await jail.whilePaused(
      `
import os, pty
pause(os.ttyname(pty.openpty()[1]))`,
      (name: string) =>
        jail.ask<string>(`
import os
try: os.open(${JSON.stringify(name)}, os.O_RDWR); answer("open")
except OSError as error: answer(type(error).__name__)`),
    );
    assert.equal(answers, 'FileNotFoundError');
  });

  it('leaves every sandbox its own numbers of namespaces', async () => {
    const read = `
import os
pause([os.readlink("/proc/self/ns/" + kind) for kind in sorted(os.listdir("/proc/self/ns"))])`;
    const [one, two] = await jail.whilePaused(read, (one: string[]) =>
      jail.whilePaused(read, (two: string[]) => [one, two] as const),
    );
    const same = one.filter((identity) => two.includes(identity));
    // The time namespace is the only one that has nothing to hide.
    for (const identity of same) assert.match(identity, /^time/);
  });
});

describe('of a run the host keeps', () => {
  it('no process, however it tried to stay', async () => {
    const before = await jail.whilePaused(
      `
import os, signal, subprocess, sys, time
for _ in range(3):
    between = os.fork()
    if between == 0:
        os.setsid()
        signal.pthread_sigmask(signal.SIG_SETMASK, range(1, 65))
        if os.fork() == 0: time.sleep(3600)
        os._exit(0)
    os.waitpid(between, 0)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"], start_new_session=True)
pause()`,
      () => sandboxProcessesOf(process.pid),
    );
    assert.ok(before.length >= 6);
    assert.deepEqual(await survivorsOf(before), []);
  });

  it('no process that was born on the way: the template is alone again', async () => {
    for (let n = 0; n < 5; n += 1) assertCompleted(await jail.run('1'));
    assert.deepEqual(await survivorsOf(sandboxProcessesOf(process.pid)), []);
    assert.deepEqual(jailProcessesOf(process.pid).filter(isAlive), atRest);
  });

  it('no mount in its own namespace, ever', async () => {
    const mounts = (): string[] =>
      readFileSync('/proc/self/mountinfo', 'utf8')
        .split('\n')
        .map((line) => line.split(' ').slice(2, 5).join(' '));
    const before = mounts();
    const during = await jail.whilePaused('pause()', mounts);
    assert.deepEqual(during, before);
  });

  it('no descriptor in the gateway', async () => {
    const count = (): number => readdirSync('/proc/self/fd').length;
    await jail.run('1');
    const before = count();
    for (let n = 0; n < 8; n += 1) await jail.run('print("x" * 100000)');
    const deadline = Date.now() + slow(5000);
    while (count() > before && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(count() <= before, `${before} before, ${count()} after`);
  });

  it('no control group, and no file', async () => {
    assertCompleted(await jail.run('open("/tmp/x", "w").write("x")'));
    const { groups, files } = leavingsOf(process.pid);
    assert.deepEqual(
      groups.filter((path) => /\/run-\d+$/.test(path)),
      [],
    );
    // The runtime folder is the template's: its socket and its copy of the guest program.
    assert.deepEqual(
      files.filter((path) => !/\/guest(?:\/|$)|\/sock$|\/gw-[^/]+$/.test(path)),
      [],
    );
  });
});

describe('of a template that was closed', () => {
  it('nothing at all stays', async () => {
    const { openTemplate } = await import('../../src/execution/open-template.js');
    const { toJail } = await import('../support/jail.js');
    await jail.template.close();
    const template = await openTemplate({ interpreter: '/usr/bin/python3', preload: [], strict: false });
    const running = toJail(template)
      .run('import time; time.sleep(3600)')
      .catch((error: unknown) => error);
    const family = jailProcessesOf(process.pid);
    assert.ok(family.length >= atRest.length);
    await template.close();
    await running;
    assert.deepEqual(await survivorsOf(family), []);
    assert.deepEqual(leavingsOf(process.pid), { groups: [], files: [] });
  });
});

alsoAsOrdinaryUser(import.meta.url);
