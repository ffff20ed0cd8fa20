// Proves: limit.memory. Scratch folders are bounded in bytes and in files, and so is everything that a process may ask of
// the kernel; a program that meets a bound sees an ordinary error and goes on.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertCompleted, openJail } from '../support/jail.js';
import { askOutside } from '../support/outside.js';

const MiB = 1024 * 1024;
const jail = await openJail();
const small = { scratchBytes: 4 * MiB, scratchInodes: 200, fileBytes: 2 * MiB, openFiles: 64 };

const attempt = `
import errno, os
def attempt(work):
    try: return work()
    except OSError as error: return errno.errorcode[error.errno]
`;

describe('a scratch folder', () => {
  for (const folder of ['/tmp', '/dev/shm', '/home/mcp']) {
    it(`holds so many bytes and no more: ${folder}`, async () => {
      const answers = await jail.ask<[string, number]>(
        `${attempt}
def fill():
    for n in range(100):
        with open("${folder}/%d" % n, "wb", buffering=0) as file: file.write(bytes(1 << 20))
answer([attempt(fill), sum(os.stat("${folder}/" + name).st_blocks * 512 for name in os.listdir("${folder}"))])`,
        small,
      );
      assert.equal(answers[0], 'ENOSPC');
      assert.ok(answers[1] <= 4 * MiB);
    });

    it(`holds so many files and no more: ${folder}`, async () => {
      const answers = await jail.ask<[string, number]>(
        `${attempt}
def fill():
    for n in range(10000): os.mkdir("${folder}/%d" % n)
answer([attempt(fill), len(os.listdir("${folder}"))])`,
        small,
      );
      assert.equal(answers[0], 'ENOSPC');
      assert.ok(answers[1] < 200);
    });
  }

  it('is the only place to write: nothing else takes a byte', async () => {
    const free = await jail.ask<number[]>(`
import os
answer([os.statvfs(path).f_flag & os.ST_RDONLY for path in ("/", "/etc", "/usr", "/dev", "/run", "/home")])`);
    assert.deepEqual(free, [1, 1, 1, 1, 1, 1]);
  });

  it('control: outside there is more room than that', async () => {
    const blocks = await askOutside<number>(`
import os
found = os.statvfs("/tmp")
answer(found.f_blocks * found.f_frsize)`);
    assert.ok(blocks > 64 * MiB);
  });
});

describe('what one process may ask for', () => {
  it('a file has a greatest size, and the program sees an error, not a signal', async () => {
    const answers = await jail.ask<unknown[]>(
      `${attempt}
def grow():
    with open("/tmp/x", "wb", buffering=0) as file:
        for _ in range(100): file.write(bytes(1 << 20))
answer([attempt(grow), os.stat("/tmp/x").st_size, attempt(lambda: os.truncate("/tmp/x", 1 << 40))])`,
      small,
    );
    assert.deepEqual(answers, ['EFBIG', 2 * MiB, 'EFBIG']);
  });

  it('descriptors have a number', async () => {
    const answer = await jail.ask<[string, number]>(
      `${attempt}
held = []
def hold():
    while True: held.append(os.dup(0))
answer([attempt(hold), len(held)])`,
      small,
    );
    assert.equal(answer[0], 'EMFILE');
    assert.ok(answer[1] <= 60);
  });

  it('core dumps, locked memory, message queues and real time are none or little', async () => {
    const limits = await jail.ask<Record<string, [number, number]>>(`
import resource
names = ("CORE", "MEMLOCK", "MSGQUEUE", "RTPRIO", "NICE", "SIGPENDING", "NOFILE", "FSIZE", "NPROC")
answer({name: resource.getrlimit(getattr(resource, "RLIMIT_" + name)) for name in names if hasattr(resource, "RLIMIT_" + name)})`);
    for (const name of ['CORE', 'MSGQUEUE', 'RTPRIO', 'NICE']) {
      if (limits[name] !== undefined) assert.deepEqual(limits[name], [0, 0], name);
    }
    assert.ok((limits['MEMLOCK']?.[1] ?? 0) <= 65_536);
    for (const [name, [, hard]] of Object.entries(limits)) assert.notEqual(hard, -1, `${name} is unlimited`);
  });

  it('no bound can be raised again, of the own process or of the reaper', async () => {
    const answers = await jail.ask<string[]>(`${attempt}
import resource
answers = []
for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_CPU):
    soft, hard = resource.getrlimit(kind)
    try: resource.setrlimit(kind, (hard + 1, hard + 1)); answers.append("raised")
    except ValueError: answers.append("refused")
try: resource.prlimit(1, resource.RLIMIT_NOFILE, (1 << 20, 1 << 20)); answers.append("raised")
except OSError: answers.append("refused")
answers.append(attempt(lambda: os.nice(-5)))
answer(answers)`);
    assert.deepEqual(answers, ['refused', 'refused', 'refused', 'refused', 'refused', 'EPERM']);
  });

  it('no wish to be spared by the kernel’s killer is granted', async () => {
    const answers = await jail.ask<string[]>(`${attempt}
def wish(value):
    with open("/proc/self/oom_score_adj", "w") as file: file.write(value)
    return open("/proc/self/oom_score_adj").read().strip()
answer([open("/proc/self/oom_score_adj").read().strip(), attempt(lambda: wish("0")), attempt(lambda: wish("-1000"))])`);
    assert.deepEqual(answers, ['1000', 'EACCES', 'EACCES']);
  });

  it('control: a program within all of them does its work', async () => {
    const result = await jail.run('open("/tmp/x", "wb").write(bytes(1 << 20))', small);
    assertCompleted(result);
  });
});

alsoAsOrdinaryUser(import.meta.url);
