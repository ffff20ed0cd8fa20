// Proves: jail.kernel, user.mcp, path.protected, net.none. What a container of the backend container shows of the host, who it is, and
// that sessions, files, a workspace and packages are there as in every backend.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { defaultLimits } from '../../src/core/limits.js';
import { openWorkspace } from '../../src/execution/open-workspace.js';
import { containerBackend } from '../../src/sandbox/backends/container/backend.js';
import type { Template } from '../../src/sandbox/backend-contract.js';
import { openLoneTemplate } from '../../src/sandbox/open-lone-template.js';
import { PymcpError } from '../../src/core/errors.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { type Jail, toJail } from '../support/jail.js';

const policy = { interpreter: '/usr/bin/python3', preload: [], strict: false };

interface Inside {
  readonly ids: readonly number[];
  readonly map: string;
  readonly status: Record<string, string>;
  readonly sockets: readonly string[];
  readonly top: readonly string[];
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  readonly interfaces: string;
}

const lookAround = `
import os, stat
def walk():
    for top in ("/run", "/etc", "/dev", "/tmp", "/home", "/opt", "/srv", "/mnt", "/sys", "/var"):
        for folder, folders, files in os.walk(top):
            for name in folders + files: yield os.path.join(folder, name)
def may(path, flags):
    try: os.close(os.open(path, flags | os.O_NONBLOCK)); return True
    except OSError: return False
status = dict(line.strip().split(":\\t", 1) for line in open("/proc/self/status") if ":\\t" in line)
answer({
    "ids": [os.getuid(), os.geteuid(), os.getgid(), *os.getgroups()],
    "map": " ".join(open("/proc/self/uid_map").read().split()),
    "status": {key: status[key] for key in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp", "Seccomp_filters")},
    "sockets": [path for path in walk() if stat.S_ISSOCK(os.lstat(path).st_mode)],
    "top": sorted(os.listdir("/")),
    "readable": [path for path in ("/sys/kernel", "/proc/sys/kernel/hostname", "/proc/kallsyms", "/run/sealed", "/opt/pymcp/start_standalone.py", "/run/.containerenv") if may(path, os.O_RDONLY)],
    "writable": [path for path in ("/", "/etc", "/run", "/usr", "/dev", "/opt", "/sys", "/proc") if may(path + "/x", os.O_CREAT | os.O_WRONLY)],
    "interfaces": ",".join(line.split(":")[0].strip() for line in open("/proc/net/dev").read().splitlines()[2:]),
})`;

describe('the backend container, in use', () => {
  let template: Template;
  let jail: Jail;
  before(async () => {
    template = await openLoneTemplate(containerBackend, policy);
    jail = toJail(template);
  });
  after(() => template.close());

  it('shows nobody, nothing of the host and no way to an engine', async () => {
    const inside = await jail.ask<Inside>(lookAround);
    assert.deepEqual([...new Set(inside.ids)], [1000]);
    assert.match(inside.map, /^(1000 \d+ 1 0 \d+ 1|0 \d+ 1 1000 \d+ 1)$/);
    for (const name of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
      assert.equal(inside.status[name], '0000000000000000', name);
    assert.equal(inside.status['NoNewPrivs'], '1');
    assert.equal(inside.status['Seccomp'], '2');
    // The engine's and ours.
    assert.equal(inside.status['Seccomp_filters'], '2');
    assert.deepEqual(inside.sockets, []);
    assert.deepEqual(inside.writable, []);
    assert.equal(inside.interfaces, 'lo');
    for (const name of inside.top)
      assert.match(name, /^(bin|dev|etc|home|lib|lib64|opt|proc|run|sys|tmp|usr)$/);
    // Masked ones can be opened, and are empty.
    assert.deepEqual(
      inside.readable.filter((path) => path.startsWith('/run') || path.startsWith('/opt')),
      [],
    );
  });

  it('makes no copy of a session, and says what to do', async () => {
    const sandbox = await template.launch(defaultLimits);
    await assert.rejects(
      sandbox.fork(defaultLimits),
      (error) =>
        error instanceof PymcpError && error.code === 'session.fork-failed' && error.hint.length > 10,
    );
    sandbox.kill();
    await sandbox.ended;
  });

  it('bounds files of a scratch folder by number', async () => {
    const made = await jail.ask<number>(
      `
import os
count = 0
try:
    for count in range(10000): open(f"/tmp/{count}", "x").close()
except OSError: pass
answer(count)`,
      { scratchInodes: 100 },
    );
    assert.ok(made > 50 && made < 100, String(made));
  });
});

describe('a workspace in a container', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-container-workspace-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is written to as its owner, without what is protected', async () => {
    chmodSync(folder, 0o755);
    const work = join(folder, 'work');
    mkdirSync(join(work, '.git'), { recursive: true });
    writeFileSync(join(work, '.env'), 'SECRET=1\n');
    writeFileSync(join(work, 'data.txt'), 'data\n');
    const workspace = await openWorkspace(work, 'writable');
    const template = await openLoneTemplate(containerBackend, { ...policy, workspace });
    try {
      const seen = await toJail(template).ask<Record<string, string>>(`
import os
def read(path):
    try: return open(path).read()
    except OSError as error: return type(error).__name__
def write(path):
    try: open(path, "w").write("by the guest"); return "written"
    except OSError as error: return type(error).__name__
answer({"folder": os.getcwd(), "data": read("data.txt"), "secret": read(".env"), "new": write("new.txt"), "hook": write(".git/hooks-x"), "over": write(".env")})`);
      assert.equal(seen['folder'], '/workspace');
      assert.equal(seen['data'], 'data\n');
      assert.notEqual(seen['secret'], 'SECRET=1\n');
      assert.equal(seen['new'], 'written');
      assert.notEqual(seen['hook'], 'written');
      assert.notEqual(seen['over'], 'written');
      assert.equal(readFileSync(join(work, 'new.txt'), 'utf8'), 'by the guest');
      assert.equal(readFileSync(join(work, '.env'), 'utf8'), 'SECRET=1\n');
    } finally {
      await template.close();
    }
  });
});

alsoAsOrdinaryUser(import.meta.url, [], true);
