// Proves: secret.unlogged. `pymcp run` knows a secret, the program writes it in every way, and nobody gets to see it.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { makeAuditHome } from '../support/audit-home.js';
import { type Ended, pymcp } from '../support/command-line.js';
import { everythingIn, mask, plantSecret } from '../support/planted-secret.js';

const secret = plantSecret();

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-redacted-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

interface Ran extends Ended {
  /** Of its own audit log. */
  readonly written: Record<string, Buffer>;
}

async function run(code: string, args: readonly string[] = [], env = {}): Promise<Ran> {
  const home = makeAuditHome();
  const options = { env: { ...process.env, ...secret.env, ...home.env, ...env } };
  const ended = await pymcp(['run', ...args, '-'], secret.program(code), options);
  return { ...ended, written: everythingIn(home.folder) };
}

const leaks = `
import sys
for blob in blobs_of(v):
    sys.stdout.buffer.write(blob + b"\\n")
    sys.stderr.buffer.write(b"> " + blob)
sys.stdout.flush(); sys.stderr.flush()
`;

/** A value that shows itself in every way. */
const shown = `
class Shown:
    def __repr__(self): return "\\n".join(texts_of(v))
Shown()
`;

describe('pymcp run', () => {
  it('masks a secret in every encoding on stdout, on stderr and in the audit log', async () => {
    const { exitCode, stdout, stderr, bytes, written } = await run(leaks);
    assert.equal(exitCode, 0, stderr);
    secret.assertNoPart({ stdout, stderr, bytes, ...written });
    assert.ok(stdout.split(mask).length > 25, stdout);
    assert.ok(Object.keys(written).length > 2);
  });

  it('masks what comes slowly, a byte at a time', async () => {
    const { stdout, stderr } = await run(`
import sys, time
for number, byte in enumerate(b"begin " + v.encode() + b" and " + v.encode().hex().encode() + b" end\\n"):
    sys.stdout.buffer.write(bytes([byte])); sys.stdout.flush()
    if number % 7 == 0: time.sleep(0.002)
`);
    assert.equal(stdout, `begin ${mask} and ${mask} end\n`, stderr);
  });

  it('masks it in an exception, its name, its notes and its traceback', async () => {
    const { exitCode, stderr, written } = await run(`
kind = type("E" + v.encode().hex(), (Exception,), {})
error = kind("\\n".join(texts_of(v)))
error.add_note(v)
raise error
`);
    assert.equal(exitCode, 1);
    assert.match(stderr, /\[secret GH_PAT\]/);
    secret.assertNoPart({ stderr, ...written });
  });

  it('masks it in the whole result as JSON', async () => {
    const json = await run(`${leaks}\nopen(v.encode().hex() + ".txt", "w").write(v)\n${shown}`, ['--json']);
    assert.equal(json.exitCode, 0, json.stderr);
    secret.assertNoPart({ stdout: json.stdout, stderr: json.stderr, ...json.written });
    const parsed = JSON.parse(json.stdout) as { files: { path: string; size: number }[]; value: string };
    assert.deepEqual(parsed.files, [{ path: `${mask}.txt`, size: mask.length, included: true }]);
    assert.match(parsed.value, /\[secret GH_PAT\]/);
  });

  it('masks it in files of every size, and in their names', async () => {
    const folder = join(scratch(), 'out');
    const { stderr } = await run(
      `
import os
for size in (0, 1000, 262_100, 262_144, 300_000, 3_000_000):
    with open(f"file-{size}", "wb") as file:
        file.write(b"." * size)
        for blob in blobs_of(v): file.write(blob + b"\\n")
os.mkdir(v.encode().hex())
open(v.encode().hex() + "/" + v[:3] + "x", "w").write("1")
open("a" + urllib.parse.quote(v, safe=""), "w").write("2")
`,
      ['--save-files', folder],
    );
    const saved = everythingIn(folder);
    assert.equal(stderr, '');
    assert.equal(Object.keys(saved).length, 6 * 2 + 1 + 2 + 2, Object.keys(saved).join('\n'));
    secret.assertNoPart(saved);
    const large = saved[join(folder, 'file-3000000')] ?? Buffer.alloc(0);
    assert.ok(large.subarray(0, 3_000_000).equals(Buffer.alloc(3_000_000, '.')));
    assert.ok(large.toString('latin1', 3_000_000).split(mask).length > 25);
  });

  it('masks it in its own errors', async () => {
    const options = { env: { ...process.env, ...secret.env } };
    for (const args of [
      [`/nowhere/${secret.value}.py`],
      [`--${secret.value}`, '-'],
      ['--env', secret.value, '-'],
      ['--timeout', secret.value, '-'],
      ['--file', `/nowhere/${secret.value}=${secret.value}`, '-'],
      ['--workspace', `/nowhere/${secret.value}`, '-'],
      ['--save-files', `/nowhere/${secret.value}`, '-'],
      ['--config', `/nowhere/${secret.value}`, '-'],
      ['--redact', secret.value, '-'],
      ['--redact-file', `/nowhere/${secret.value}`, '-'],
    ]) {
      const { exitCode, stdout, stderr } = await pymcp(['run', ...args], 'print(1)', options);
      assert.notEqual(exitCode, 0);
      assert.match(stderr, /^error: .*\nhint: .*\n$/);
      secret.assertNoPart({ [args.join(' ')]: stdout + stderr });
    }
  });

  it('has the program masked in the audit log, where its text is wanted there', async () => {
    const home = makeAuditHome();
    const env = { ...process.env, ...secret.env, ...home.env, PYMCP_AUDIT_CODE: 'text' };
    await pymcp(['run', '-'], `print("${secret.value.replace('"', '\\"')}")`, { env });
    const [begin] = (await home.records()).filter(({ kind }) => kind === 'begin');
    assert.equal((begin?.['code'] as { text?: string }).text, `print("${mask}")`);
    secret.assertNoPart(everythingIn(home.folder));
  });
});

describe('output without a secret', () => {
  const plain = `
import os, random, sys
random.seed(7)
data = random.randbytes(200_000) + b"pk_ GH_PAT [secret GH_PAT] " + v[:4].encode() + v[:7].encode().hex().encode()
sys.stdout.buffer.write(data); sys.stderr.buffer.write(data[::-1])
open("small", "wb").write(data); open("large", "wb").write(data * 5)
`;

  it('is the same to the byte, with redaction and without', async () => {
    const [folder, other] = [scratch(), scratch()];
    const masked = await run(plain, ['--save-files', folder]);
    const none = await run(plain, ['--save-files', other, '--redact', '']);
    assert.equal(none.exitCode, 0, none.stderr);
    assert.ok(masked.bytes.equals(none.bytes));
    assert.equal(masked.stderr, none.stderr);
    const [saved, alike] = [folder, other].map((one) => Object.values(everythingIn(one)));
    assert.deepEqual(saved, alike);
  });
});

describe('what is secret', () => {
  it('is what a person names, by variables', async () => {
    const named = await run('print(v)', ['--redact', 'OWN_KEY'], { GH_PAT: '', OWN_KEY: secret.value });
    assert.equal(named.stdout, '[secret OWN_KEY]\n', named.stderr);
    const none = await run('print(v)', ['--redact', '']);
    assert.equal(none.stdout, `${secret.value}\n`);
  });

  it('is what stands in a private file, and in no other', async () => {
    const path = join(scratch(), 'secrets');
    writeFileSync(path, `# mine\nFILE_KEY='${secret.value}'\nPORT=3000\n`, { mode: 0o600 });
    const masked = await run('print(v)', ['--redact', '', '--redact-file', path]);
    assert.equal(masked.stdout, '[secret FILE_KEY]\n', masked.stderr);
    assert.match(masked.stderr, /^warning: PORT will not be masked: /);
    chmodSync(path, 0o644);
    const refused = await run('print(v)', ['--redact', '', '--redact-file', path]);
    assert.deepEqual([refused.exitCode, refused.stdout], [2, '']);
    assert.match(refused.stderr, /^error: the file of secrets is not read: .*\nhint: chmod /);
    chmodSync(path, 0o600);
    symlinkSync(path, `${path}-link`);
    for (const other of [`${path}-link`, `${path}-gone`, '/dev/null'])
      assert.equal((await run('print(v)', ['--redact-file', other])).exitCode, 2, other);
  });

  it('that cannot be masked is told by its name, and never by its value', async () => {
    const { stdout, stderr } = await run('print(1)', ['--redact', 'SHORT,GONE'], { SHORT: 'a1b2c3' });
    assert.equal(stdout, '1\n');
    assert.match(
      stderr,
      /^warning: .*GONE: it is not set\nwarning: SHORT will not be masked: .*fewer than 8/,
    );
    assert.doesNotMatch(stderr, /a1b2c3/);
  });
});
