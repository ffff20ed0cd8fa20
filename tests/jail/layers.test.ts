// Proves: jail.kernel, user.mcp. What the kernel says of the processes of a sandbox, read on the host while it runs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import {
  namespaceKinds,
  namespaceOf,
  type NamespaceKind,
  sandboxProcessesOf,
  taskStatuses,
  templatesOf,
} from '../support/host-processes.js';
import { openJail } from '../support/jail.js';
import { askOutside, bystander } from '../support/outside.js';

const jail = await openJail();

/** Main process, threads, a subprocess, a fork of a fork whose parent is gone: each stands still. */
const crowd = `
import os, subprocess, sys, threading, time
for _ in range(3): threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
subprocess.Popen([sys.executable, "-c", "import time; print(1, flush=True); time.sleep(3600)"], stdout=subprocess.PIPE).stdout.readline()
read, write = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.write(write, b"x")
        time.sleep(3600)
    os._exit(0)
os.wait(); os.read(read, 1)
pause(len(os.listdir("/proc/self/task")))
`;

interface Seen {
  readonly namespaces: Record<NamespaceKind, string>;
  readonly tasks: Map<string, string>[];
  readonly uidMap: string;
  readonly gidMap: string;
  readonly setgroups: string;
}

const { processes, threads, templateNamespaces } = await jail.whilePaused(crowd, (threads: number) => ({
  threads,
  templateNamespaces: templateNamespacesNow(),
  processes: sandboxProcessesOf(process.pid).map(({ pid }): Seen => ({
    namespaces: namespacesOf(pid),
    tasks: taskStatuses(pid),
    uidMap: readFileSync(`/proc/${pid}/uid_map`, 'utf8'),
    gidMap: readFileSync(`/proc/${pid}/gid_map`, 'utf8'),
    setgroups: readFileSync(`/proc/${pid}/setgroups`, 'utf8'),
  })),
}));
const tasks = processes.flatMap((seen) => seen.tasks);

function namespacesOf(pid: number | 'self'): Record<NamespaceKind, string> {
  const entries = namespaceKinds.map((kind) => [kind, namespaceOf(pid, kind)]);
  return Object.fromEntries(entries) as Record<NamespaceKind, string>;
}

function templateNamespacesNow(): Record<NamespaceKind, string>[] {
  return templatesOf(process.pid).map(namespacesOf);
}

const capabilitySets = ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'] as const;

describe('every process and thread of a sandbox', () => {
  it('was looked at: reaper, program, its threads, its child and the orphan', () => {
    assert.equal(processes.length, 4);
    assert.equal(threads, 4);
    assert.equal(tasks.length, 7);
  });

  it('is in seven namespaces that are neither the host’s nor the template’s', () => {
    const host = namespacesOf('self');
    for (const { namespaces } of processes) {
      assert.deepEqual(namespaces, processes[0]?.namespaces);
      for (const kind of namespaceKinds) {
        assert.notEqual(namespaces[kind], host[kind], kind);
        for (const template of templateNamespaces) assert.notEqual(namespaces[kind], template[kind], kind);
      }
    }
  });

  it('has no capability in any of the five sets', () => {
    for (const task of tasks)
      for (const set of capabilitySets) assert.equal(task.get(set), '0'.repeat(16), set);
  });

  it('can gain no privilege and is filtered', () => {
    for (const task of tasks) {
      assert.equal(task.get('NoNewPrivs'), '1');
      assert.equal(task.get('Seccomp'), '2');
    }
  });

  it('is an unprivileged user outside, in all its ids', () => {
    for (const task of tasks) {
      for (const kind of ['Uid', 'Gid']) {
        const ids = new Set(task.get(kind)?.split(/\s+/).map(Number));
        assert.equal(ids.size, 1, `${kind} ${String(task.get(kind))}`);
        for (const id of ids) assert.ok(id >= 1000 && id !== 65_534, `${kind} ${id}`);
      }
    }
  });

  it('has exactly one user and one group mapped, and no say over further groups', () => {
    for (const { uidMap, gidMap, setgroups } of processes) {
      assert.match(uidMap, /^\s*1000\s+\d+\s+1\n$/);
      assert.match(gidMap, /^\s*1000\s+\d+\s+1\n$/);
      assert.equal(setgroups, 'deny\n');
    }
  });

  it('control: a process outside fails each of these', async () => {
    const outside = await askOutside<{ status: string; ns: Record<string, string>; map: string }>(`
import os
status = open("/proc/self/status").read()
answer({"status": status, "ns": {n: os.readlink("/proc/self/ns/" + n) for n in ${JSON.stringify(namespaceKinds)}},
        "map": open("/proc/self/uid_map").read()})`);
    assert.deepEqual(outside.ns, namespacesOf('self'));
    assert.match(outside.status, /^NoNewPrivs:\s+0$/m);
    assert.doesNotMatch(outside.status, /^CapBnd:\s+0+$/m);
    assert.doesNotMatch(outside.map, /^\s*1000\s+\d+\s+1\n$/);
  });
});

describe('the guest', () => {
  it('is mcp, user 1000, in no other group, in its own home', async () => {
    const who = await jail.ask<object>(`
import getpass, os, pathlib, pwd, grp
answer([os.getresuid(), os.getresgid(), os.getgroups(), pwd.getpwuid(os.getuid()).pw_name,
        grp.getgrgid(os.getgid()).gr_name, getpass.getuser(), str(pathlib.Path.home()), os.getcwd()])`);
    const groups = process.getuid?.() === 0 ? [] : (who as unknown[])[2];
    assert.deepEqual(who, [
      [1000, 1000, 1000],
      [1000, 1000, 1000],
      groups,
      'mcp',
      'mcp',
      'mcp',
      '/home/mcp',
      '/home/mcp',
    ]);
  });

  it('becomes nobody else', async () => {
    const refused = await jail.ask<string[]>(`
import errno, os
def refusal(call, *arguments):
    try: call(*arguments)
    except OSError as error: return errno.errorcode[error.errno]
    return "done"
calls = [(os.setuid, 0), (os.setgid, 0), (os.setresuid, 0, 0, 0), (os.setreuid, 1, 1), (os.seteuid, 65534), (os.setgroups, [0]), (os.setgroups, [])]
answer([refusal(*call) for call in calls])`);
    assert.deepEqual(new Set(refused.slice(0, 5)), new Set(['EINVAL']));
    assert.deepEqual(new Set(refused.slice(5)), new Set(['EPERM']));
  });

  it('is reported with the user id that the host sees, which is never root’s', async () => {
    const { isolation } = await jail.run('1');
    assert.deepEqual([...isolation.namespaces].sort(), [...namespaceKinds].sort());
    assert.deepEqual(
      new Set(tasks.map((task) => Number(task.get('Uid')?.split(/\s+/)[0]))),
      new Set([isolation.hostUid]),
    );
    if (bystander.uid !== undefined) assert.ok(isolation.hostUid > 1_000_000, 'an id that nothing else uses');
  });
});

alsoAsOrdinaryUser(import.meta.url);
