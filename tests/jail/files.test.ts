// Proves: jail.kernel, user.mcp. Of the host's files a program sees a read-only Python, and can execute nothing else.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { openJail } from '../support/jail.js';
import { askOutside } from '../support/outside.js';

const jail = await openJail();
const secret = `canary-${process.pid}-${Math.random()}`;

/** Files of the host that say who read them: in the common temporary folder, in the home, in a runtime folder. */
const canaries: string[] = [];
const folders: string[] = [];
before(() => {
  for (const parent of [tmpdir(), homedir(), '/tmp', '/dev/shm']) {
    const folder = mkdtempSync(join(parent, 'pymcp-canary-'));
    chmodSync(folder, 0o755);
    folders.push(folder);
    canaries.push(join(folder, 'canary'));
    writeFileSync(join(folder, 'canary'), secret, { mode: 0o644 });
  }
});
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const refusal = `
import errno, os
def refusal(call, *arguments):
    try: call(*arguments)
    except OSError as error: return errno.errorcode.get(error.errno, error.errno)
    return "done"
`;

describe('files of the host', () => {
  const read = (paths: readonly string[]): string => `${refusal}
def read(path):
    with open(path) as file: return file.read()
answer([refusal(read, path) for path in ${JSON.stringify(paths)}])`;

  it('are not there: canaries in the home and in temporary folders', async () => {
    const answers = await jail.ask<string[]>(read(canaries));
    for (const answer of answers) assert.match(answer, /^(?:ENOENT|EACCES)$/);
  });

  it('control: outside, a bystander reads the canary', async () => {
    assert.ok((await askOutside<string[]>(read(canaries))).includes('done'));
  });

  it('are not there: shadow, keys, sockets, devices, the kernel’s own trees', async () => {
    // prettier-ignore
    const paths = [
      '/etc/shadow', '/etc/ssh/sshd_config', '/root/.ssh/id_rsa', '/home/mcp/.ssh', '/var/lib/dpkg/status', '/boot', '/sys/kernel',
      '/sys/fs/cgroup', '/run/gw/sock', '/run/gw', '/run/systemd', '/var/run/docker.sock', '/run/docker.sock', '/opt/pymcp',
      '/dev/kmsg', '/dev/mem', '/dev/sda', '/dev/vda', '/dev/fuse', '/dev/kvm', '/dev/net/tun', '/dev/mqueue', '/proc/kcore',
      '/proc/kallsyms', '/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger', '/proc/keys', '/proc/sched_debug',
      '/proc/cpuinfo', '/proc/meminfo', '/proc/config.gz', '/oldroot', '/newroot', '/.old', '/mnt', '/media', '/srv',
    ];
    const answers = await jail.ask<string[]>(`${refusal}
answer([refusal(os.stat, path) for path in ${JSON.stringify(paths)}])`);
    assert.deepEqual(
      paths.map((path, index) => `${path} ${String(answers[index])}`),
      paths.map((path) => `${path} ENOENT`),
    );
  });

  it('are not reached by going up from anywhere', async () => {
    const seen = await jail.ask<string[][]>(`
import os
roots = ["/", "/..", "/../../../..", "/proc/self/root", "/proc/self/root/..", "/proc/1/root", "/proc/self/cwd/../.."]
def names(path):
    try: return sorted(os.listdir(path))
    except OSError as error: return [type(error).__name__]
answer([names(path) for path in roots])`);
    const own = seen[0];
    assert.deepEqual(
      own,
      ['bin', 'dev', 'etc', 'home', 'lib', 'lib64', 'proc', 'run', 'tmp', 'usr'].filter((name) =>
        // arm64 has no /lib64
        own?.includes(name),
      ),
    );
    for (const names of seen)
      assert.ok(
        JSON.stringify(names) === JSON.stringify(own) || names[0] === 'PermissionError',
        JSON.stringify(names),
      );
  });

  it('have no trace in the mount table but the read-only Python', async () => {
    const mounts = await jail.ask<string[][]>(`
answer([[*line.split()[3:6]] for line in open("/proc/self/mountinfo")])`);
    const own = ['/', '/tmp', '/dev/shm', '/home/mcp', '/proc', '/dev', '/dev/pts', '/usr', '/etc'];
    for (const [root = '', point = '', options = ''] of mounts) {
      assert.match(options, /nosuid/, point);
      if (own.includes(point)) continue;
      assert.match(point, /^\/(?:usr\/|etc\/matplotlibrc$|dev\/(?:null|zero|full|random|urandom|tty)$)/);
      if (!point.startsWith('/dev/')) assert.match(options, /^ro,.*nodev/, point);
      // Where the folder lies on the host: under its own name, or below the root of a mount of /usr.
      assert.ok(point.endsWith(root) || root.endsWith(point) || root === '/', `${root} at ${point}`);
    }
    assert.doesNotMatch(JSON.stringify(mounts), /isolated-pymcp|gw-|sock/);
  });
});

describe('what a program sees', () => {
  it('is read-only but for three scratch folders', async () => {
    const answers = await jail.ask<Record<string, string>>(`${refusal}
def write(folder):
    with open(folder + "/new", "w") as file: file.write("x")
folders = ["/", "/bin", "/dev", "/dev/pts", "/etc", "/home", "/lib", "/proc", "/proc/self", "/run", "/usr", "/usr/bin", "/usr/lib/python3"]
folders += ["/tmp", "/dev/shm", "/home/mcp"]
answer({folder: refusal(write, folder) for folder in folders})`);
    for (const [folder, answer] of Object.entries(answers)) {
      if (['/tmp', '/dev/shm', '/home/mcp'].includes(folder)) assert.equal(answer, 'done', folder);
      else assert.match(answer, /^(?:EROFS|EACCES|ENOENT|EPERM)$/, folder);
    }
  });

  it('cannot be changed, replaced or taken away', async () => {
    const answers = await jail.ask<string[]>(`${refusal}
import sys
library = os.__file__
answer([
    refusal(os.open, library, os.O_WRONLY), refusal(os.open, library, os.O_RDWR | os.O_TRUNC),
    refusal(os.unlink, library), refusal(os.rename, library, "/tmp/x"), refusal(os.link, library, "/tmp/x"),
    refusal(os.chmod, library, 0o777), refusal(os.chown, library, 1000, 1000), refusal(os.utime, library),
    refusal(os.truncate, library, 0), refusal(os.symlink, "/tmp", "/etc/x"), refusal(os.rmdir, "/run"),
    refusal(os.rename, "/etc/passwd", "/etc/group"), refusal(os.unlink, "/etc/passwd"),
    refusal(os.open, sys.executable, os.O_WRONLY), refusal(os.setxattr, library, "user.x", b"x"),
])`);
    for (const [index, answer] of answers.entries())
      assert.match(answer, /^(?:EROFS|EACCES|EPERM|EXDEV|ETXTBSY)$/, String(index));
  });

  it('has no device but the harmless ones, and no socket or pipe that leads elsewhere', async () => {
    const found = await jail.ask<string[]>(`
import os, stat
found = []
for folder, folders, files in os.walk("/"):
    if folder == "/": folders.remove("proc")
    for path in (os.path.join(folder, name) for name in files + folders):
        mode = os.lstat(path).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode)): found.append(path)
answer(sorted(found))`);
    assert.deepEqual(
      found,
      ['full', 'null', 'pts/ptmx', 'random', 'tty', 'urandom', 'zero'].map((name) => `/dev/${name}`),
    );
  });

  it('gives no setuid file any effect', async () => {
    const loose = await jail.ask<string[]>(`
import os
loose = []
for folder, folders, files in os.walk("/"):
    if folder == "/": folders.remove("proc")
    if not os.statvfs(folder).f_flag & os.ST_NOSUID: loose.append(folder)
    for name in files:
        path = os.path.join(folder, name)
        if os.lstat(path).st_mode & 0o6000 and not os.statvfs(path).f_flag & os.ST_NOSUID: loose.append(path)
answer(loose)`);
    assert.deepEqual(loose, []);
  });

  it('starts nothing but the interpreter and its loader', async () => {
    const { ran, tried } = await jail.ask<{ ran: string[]; tried: number }>(`${refusal}
import stat
def start(path):
    child = os.fork()
    if child == 0:
        try: os.execv(path, [path, "--version"])
        except OSError as error: os._exit(100)
        except BaseException: os._exit(101)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
null = os.open("/dev/null", os.O_WRONLY)
keep = os.dup(1), os.dup(2)
os.dup2(null, 1); os.dup2(null, 2)
tried, ran = 0, []
for folder, folders, files in os.walk("/"):
    if folder == "/": folders.remove("proc")
    for name in files:
        path = os.path.join(folder, name)
        try: mode = os.stat(path).st_mode
        except OSError: continue
        if not stat.S_ISREG(mode) or not mode & 0o111: continue
        tried += 1
        if start(path) != 100: ran.append(os.path.realpath(path))
os.dup2(keep[0], 1); os.dup2(keep[1], 2)
answer({"tried": tried, "ran": sorted(set(ran))})`);
    assert.ok(tried >= 2, 'some executables are visible');
    const expected =
      /^\/usr\/(?:bin\/python3\.\d+|lib\/(?:[a-z0-9_-]+\/)?ld-linux-[a-z0-9.-]+\.so\.\d|lib\/[a-z0-9_-]+\/ld-[0-9.]+\.so)$/;
    for (const path of ran) assert.match(path, expected);
    assert.equal(ran.length, 2);
  });

  it('shows no host tool by name', async () => {
    const tools = readdirSync('/usr/bin').filter((name) => !/^python3?(?:\.\d+)?$/.test(name));
    assert.ok(tools.length > 50, 'the control: the host has them');
    assert.ok(statSync('/usr/bin/env').isFile());
    const seen = await jail.ask<string[]>(`import os; answer(os.listdir("/usr/bin") + os.listdir("/bin"))`);
    assert.deepEqual(
      seen.filter((name) => tools.includes(name)),
      [],
    );
  });

  it('cannot be added to: what was written to scratch is never executed', async () => {
    const answers = await jail.ask<string[]>(`${refusal}
import shutil, subprocess, sys
answers = []
loader = os.path.realpath("/lib64/ld-linux-x86-64.so.2" if os.uname().machine == "x86_64" else "/lib/ld-linux-aarch64.so.1")
for folder in ("/tmp", "/dev/shm", "/home/mcp"):
    path = folder + "/copy"
    shutil.copy(sys.executable, path)
    os.chmod(path, 0o755)
    answers.append(refusal(subprocess.run, [path, "-c", ""]))
    # The loader maps it with PROT_EXEC, which a noexec mount refuses.
    answers.append("EACCES" if subprocess.run([loader, path, "-c", ""], capture_output=True).returncode else "done")
answer(answers)`);
    assert.deepEqual(new Set(answers), new Set(['EACCES']));
  });

  it('control: outside, a bystander executes what he copied', async () => {
    const answer = await askOutside<string>(`${refusal}
import shutil, subprocess, sys, tempfile
with tempfile.TemporaryDirectory() as folder:
    path = folder + "/copy"
    shutil.copy(sys.executable, path)
    os.chmod(path, 0o755)
    answer(refusal(subprocess.run, [path, "-c", ""]))`);
    assert.equal(answer, 'done');
  });

  it('holds for native code from memory too, which no file system rule can stop: it has gained nothing', async () => {
    const { stdout } = await jail.run(`
import os, sys
memory = os.memfd_create("x")
with open(sys.executable, "rb") as file: os.write(memory, file.read())
look = "import re; print(sorted(re.findall('^(CapEff|CapBnd|NoNewPrivs|Seccomp|Uid):\\s*(\\S+)', open('/proc/self/status').read(), re.M)))"
os.execve(memory, ["x", "-c", look], {})`);
    const zero = '0'.repeat(16);
    assert.equal(
      stdout.text.trim().replaceAll("'", '"'),
      `[("CapBnd", "${zero}"), ("CapEff", "${zero}"), ("NoNewPrivs", "1"), ("Seccomp", "2"), ("Uid", "1000")]`,
    );
  });
});

alsoAsOrdinaryUser(import.meta.url);
