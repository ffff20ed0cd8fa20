// Proves: limit.memory, jail.once. Each way to eat memory ends as the memory limit, whatever the kernel counts it under;
// every other limit is relaxed, so that only this one can fire. Enforced or watched: the end is the same.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Limits } from '../../src/core/limits.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { sandboxProcessesOf, survivorsOf } from '../support/host-processes.js';
import { assertCompleted, assertLimit, openJail } from '../support/jail.js';
import { slow } from '../support/time.js';

const MiB = 1024 * 1024;
const jail = await openJail();
const relaxed: Partial<Limits> = {
  memoryBytes: 96 * MiB,
  cpus: 4,
  pids: 400,
  wallMs: slow(40_000),
  fileBytes: 4096 * MiB,
  scratchBytes: 4096 * MiB,
  scratchInodes: 1_000_000,
  openFiles: 4096,
};

/** Title → program. Each goes on to 400 MB and more, in steps, and then waits to be found out. */
const eaters: Readonly<Record<string, string>> = {
  'in one process': `
held = [bytearray(4 << 20) for _ in range(120)]`,
  'in twelve processes': `
import os
for _ in range(12):
    if os.fork() == 0:
        held = [bytearray(4 << 20) for _ in range(12)]
        break`,
  'in a grandchild whose parent is gone': `
import os
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: held = [bytearray(4 << 20) for _ in range(120)]
    else: os._exit(0)`,
  'in threads': `
import threading
held = []
def eat():
    for _ in range(60): held.append(bytearray(4 << 20))
threads = [threading.Thread(target=eat) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()`,
  'in files in /tmp': `
for n in range(60):
    with open("/tmp/%d" % n, "wb") as file: file.write(bytes(8 << 20))`,
  'in a file in /dev/shm': `
with open("/dev/shm/x", "wb") as file:
    for n in range(120): file.write(bytes(4 << 20))`,
  'in files whose names are gone': `
import os
held = []
for n in range(60):
    held.append(open("/home/mcp/x", "wb"))
    os.unlink("/home/mcp/x")
    held[-1].write(bytes(8 << 20)); held[-1].flush()`,
  'in empty files': `
import os
for n in range(900000): os.close(os.open("/tmp/%d" % n, os.O_CREAT))`,
  'in memfds': `
import os
held = []
for n in range(60):
    held.append(os.memfd_create("x"))
    os.write(held[-1], bytes(8 << 20))`,
  'in shared anonymous memory': `
import mmap
held = []
for n in range(60):
    held.append(mmap.mmap(-1, 8 << 20))
    held[-1].write(bytes(8 << 20))`,
  'in shared memory that whoever filled it has left': `
import mmap, os
held = []
for n in range(30):
    held.append(mmap.mmap(-1, 16 << 20))
    if os.fork() == 0:
        held[-1].write(bytes(16 << 20))
        os._exit(0)
    os.wait()`,
  'in the buffers of sockets': `
import socket
held = []
while len(held) < 1800:
    for end in socket.socketpair():
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        end.setblocking(False)
        held.append(end)
        try:
            while True: end.send(bytes(32768))
        except BlockingIOError: pass`,
  'in page tables': `
import ctypes
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
base = libc.mmap(None, ctypes.c_size_t(1 << 40), 1, 0x4022, -1, ctypes.c_long(0))
for n in range(150000): ctypes.c_char.from_address(base + (n << 21)).value`,
};

describe(`memory is ${jail.template.levels.memory.level}, and a program that eats it is ended:`, () => {
  it('which is what the result says', () => {
    const { memory } = jail.template.levels;
    assert.ok(memory.level === 'enforced' || memory.level === 'watched');
    if (memory.level === 'enforced') assert.match(memory.by, /^cgroup v[12] memory/);
  });

  for (const [where, program] of Object.entries(eaters)) {
    it(where, async () => {
      const result = await jail.run(`${program}\nimport time\ntime.sleep(3600)`, relaxed);
      assertLimit(result, 'memory');
      assert.deepEqual(await survivorsOf(sandboxProcessesOf(process.pid)), []);
      if (result.limits.memory.level === 'enforced' && result.usage.peakMemoryBytes !== null)
        assert.ok(result.usage.peakMemoryBytes <= 97 * MiB, `peak ${result.usage.peakMemoryBytes}`);
    });
  }

  it('in locks on files, which the kernel counts under nothing', async () => {
    const result = await jail.run(
      `
import fcntl, struct, time
file = open("/tmp/x", "wb")
for n in range(30000):
    fcntl.fcntl(file, fcntl.F_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, (30000 - n) * 2, 1, 0))
time.sleep(3600)`,
      relaxed,
    );
    assertLimit(result, 'files');
  });

  it('control: a program below its limit is not', async () => {
    const result = await jail.run(
      `
import mmap, os, socket, time
held = [bytearray(20 << 20), mmap.mmap(-1, 8 << 20), [socket.socketpair() for _ in range(20)]]
held[1].write(bytes(8 << 20))
with open("/tmp/x", "wb") as file: file.write(bytes(8 << 20))
time.sleep(0.3)`,
      relaxed,
    );
    assertCompleted(result);
  });
});

describe('an end for want of memory', () => {
  it('takes the whole run, not only the process that the kernel chose', async () => {
    const result = await jail.run(
      `
import os, time
print("parent waits", flush=True)
if os.fork() == 0:
    held = [bytearray(4 << 20) for _ in range(120)]
    time.sleep(3600)
try: os.wait()
finally: time.sleep(3600)`,
      relaxed,
    );
    assertLimit(result, 'memory');
    assert.equal(result.stdout.text, 'parent waits\n');
  });

  it('leaves the next run alone', async () => {
    assertCompleted(await jail.run('held = bytearray(30 << 20)', relaxed));
  });

  it('is told with the limit and what to do', async () => {
    const { outcome } = await jail.run(eaters['in one process'] ?? '', relaxed);
    assert.match(
      outcome.status === 'limit' ? outcome.message : '',
      /more than 96 MB of memory.*give it more/,
    );
  });
});

alsoAsOrdinaryUser(import.meta.url);
