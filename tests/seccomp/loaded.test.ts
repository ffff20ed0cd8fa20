// Proves: jail.kernel. The filter that the kernel holds for every process of a sandbox is the one of the table, byte by byte,
// and the only one. Root alone may read it (PTRACE_SECCOMP_GET_FILTER in ptrace(2)); anybody may count.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { buildFilter } from '../../src/sandbox/backends/bubblewrap/seccomp/filter.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { runsOf } from '../support/host-processes.js';
import { openJail } from '../support/jail.js';
import { architecture } from '../support/syscall-probe.js';
import { markProgram } from '../support/host-processes.js';

const jail = await openJail();
const isRoot = process.getuid?.() === 0;

/** Its first process, its program, a thread of it, a child and a program that it started. */
const busy = `${markProgram}
import os, subprocess, sys, threading, time
threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
started = subprocess.Popen([sys.executable, "-c", "print('up', flush=True); import time; time.sleep(3600)"], stdout=subprocess.PIPE)
started.stdout.readline()
if os.fork() == 0: time.sleep(3600)
pause()`;

const readFilter = `
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
def ptrace(request, pid, address=None, data=None):
    result = libc.ptrace(ctypes.c_long(request), ctypes.c_long(pid), ctypes.c_void_p(address), data)
    if result < 0: raise OSError(ctypes.get_errno(), "ptrace %#x" % request)
    return result
pid = int(sys.argv[1])
ptrace(16, pid)                      # PTRACE_ATTACH
os.waitpid(pid, 0x40000000)          # __WALL: it may be a thread
try:
    count = ptrace(0x420c, pid, 0)   # PTRACE_SECCOMP_GET_FILTER
    buffer = ctypes.create_string_buffer(8 * count)
    ptrace(0x420c, pid, 0, buffer)
    sys.stdout.buffer.write(buffer.raw)
finally:
    ptrace(17, pid)                  # PTRACE_DETACH
`;

const statusOf = (task: string, key: string): string | undefined =>
  new RegExp(`^${key}:\\s+(\\S+)$`, 'm').exec(readFileSync(`${task}/status`, 'utf8'))?.[1];

async function withTasks(look: (tasks: readonly string[]) => void): Promise<void> {
  await jail.whilePaused(busy, () => {
    const [run] = runsOf(process.pid);
    assert.ok(run !== undefined);
    const tasks = run.flatMap(({ pid }) =>
      readdirSync(`/proc/${pid}/task`).map((id) => `/proc/${pid}/task/${id}`),
    );
    assert.equal(tasks.length, 5);
    look(tasks);
  });
}

describe('every process and thread of a sandbox', () => {
  it('has a filter, and one only', async () => {
    await withTasks((tasks) => {
      for (const task of tasks) {
        assert.deepEqual([statusOf(task, 'Seccomp'), statusOf(task, 'NoNewPrivs')], ['2', '1'], task);
        // Linux 5.9 counts them.
        assert.equal(statusOf(task, 'Seccomp_filters') ?? '1', '1', task);
      }
    });
  });

  if (isRoot) {
    it('has the filter of the table, as the kernel holds it', async () => {
      const wanted = Buffer.from(buildFilter(architecture).bytes).toString('hex');
      await withTasks((tasks) => {
        for (const task of tasks) {
          const id = task.split('/').at(-1) ?? '';
          const { stdout, stderr } = spawnSync('/usr/bin/python3', ['-I', '-c', readFilter, id]);
          assert.equal(stdout.toString('hex'), wanted, `${task}: ${stderr.toString()}`);
        }
      });
    });
  }
});

alsoAsOrdinaryUser(import.meta.url);
