// Proves: limit.memory, jail.kernel. Output and results are hostile bytes: counted, bounded, never trusted to be text.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Limits } from '../../src/core/limits.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertCompleted, assertLimit, describeResult, openJail } from '../support/jail.js';
import { slow } from '../support/time.js';

const MiB = 1024 * 1024;
const jail = await openJail();
const small: Partial<Limits> = { outputBytes: 10_000, streamBytes: 100 * MiB };

/** Frames that a program writes into its channel, as Python expressions for the bytes. */
const forgeries: Readonly<Record<string, string>> = {
  'no frame at all': 'b"hello hello hello"',
  'a frame of four gigabytes': 'b"\\xff" * 8',
  'a frame of nothing': 'frame(b"")',
  'no JSON': 'frame(b"\\xff\\xfe{")',
  'JSON that is no message': 'frame(b"[1, 2]")',
  'a message of no kind': 'frame(b\'{"type": "root"}\')',
  'a result that is too large':
    'frame(b\'{"type":"result","status":"completed","valueCharacters":1,"value":"\' + b"x" * 900000 + b\'"}\')',
  'a result with a hole': 'frame(b\'{"type":"result","status":"raised","name":"x"}\')',
  'a prototype': 'frame(b\'{"__proto__":{"type":"result"},"constructor":1}\')',
  'deep nesting': 'frame(b"[" * 500000)',
  'a second readiness': 'frame(b\'{"type":"ready","landlockAbi":7,"pid":2}\')',
  'a refusal': 'frame(b\'{"type":"refused","layer":"seccomp","reason":"forged"}\')',
};

describe('output', () => {
  it('is kept as head and tail beyond the cap, with the count', async () => {
    const result = await jail.run('print("head"); print("x" * 5_000_000); print("tail")', small);
    assertCompleted(result);
    const { text, bytes, truncated } = result.stdout;
    assert.deepEqual([bytes, truncated], [5_000_000 + 11, true]);
    assert.match(text, /^head\nxxx/);
    assert.match(text, /xxx\ntail\n$/);
    assert.match(text, /\n… \d+ bytes left out …\n/);
    assert.ok(text.length < 10_200);
  });

  it('ends the run where it never stops: on stdout, without a line end', async () => {
    const result = await jail.run('import os\nwhile True: os.write(1, b"x" * 65536)', {
      ...small,
      streamBytes: 8 * MiB,
    });
    assertLimit(result, 'output');
    assert.ok(result.stdout.bytes >= 8 * MiB && result.stdout.bytes < 24 * MiB);
  });

  it('ends the run where it never stops: on stderr, from a daemon that outlives everybody', async () => {
    const result = await jail.run(
      `
import os, time
if os.fork() == 0:
    os.setsid()
    while True: os.write(2, b"x" * 65536)
time.sleep(3600)`,
      { ...small, streamBytes: 8 * MiB },
    );
    assertLimit(result, 'output');
  });

  it('of 100 MB passes where so much is allowed', async () => {
    const result = await jail.run('import os\nfor _ in range(100): os.write(1, b"x" * (1 << 20))', {
      ...small,
      streamBytes: 200 * MiB,
    });
    assertCompleted(result);
    assert.equal(result.stdout.bytes, 100 * MiB);
  });

  it('that is no UTF-8 breaks nothing', async () => {
    const result = await jail.run(`
import os, sys
os.write(1, bytes(range(256)) + b"\\xf0\\x9f\\x98")
sys.stdout.write("\\udcff\\n"); sys.stderr.write("\\ud800\\n")
print("\\0 \\x1b[31m \\u202e")`);
    assertCompleted(result);
    assert.ok(result.stdout.text.isWellFormed() && result.stderr.text.isWellFormed());
    assert.equal(result.stdout.bytes, 256 + 3 + 2 + 12);
    assert.equal(result.stderr.text, '\\ud800\n');
  });

  it('arrives in order and whole where it was written at the very end', async () => {
    const result = await jail.run(`
import atexit, sys
sys.stdout.write("unfinished line")
atexit.register(lambda: print("; last words"))`);
    assert.equal(result.stdout.text, 'unfinished line; last words\n');
  });

  it('to closed streams is the program’s own affair', async () => {
    const result = await jail.run('import os\nos.close(1); os.close(2)\nos.close(0)\n5');
    assert.deepEqual(result.outcome, { status: 'completed', exitCode: 0, value: '5' });
  });
});

describe('a result', () => {
  it('that is huge is cut: value, message, traceback', async () => {
    const value = await jail.run('"x" * 30_000_000');
    assert.ok(value.outcome.status === 'completed' && (value.outcome.value?.length ?? 0) <= 100_000);
    const { outcome } = await jail.run('raise ValueError("x" * 30_000_000)');
    assert.ok(outcome.status === 'raised');
    assert.ok(outcome.error.message.length < 20_000 && outcome.error.traceback.length < 100_000);
    const deep = await jail.run('def f(n): return f(n + 1)\nf(0)');
    assert.ok(deep.outcome.status === 'raised' && deep.outcome.error.name === 'RecursionError');
  });

  it('whose making fails is still a result', async () => {
    const value = await jail.run('class X:\n    def __repr__(self): raise SystemExit(9)\nX()');
    assert.deepEqual(
      value.outcome.status === 'completed' && value.outcome.exitCode,
      9,
      describeResult(value),
    );
    const error = await jail.run('class X(Exception):\n    def __str__(self): raise ValueError\nraise X');
    assert.ok(error.outcome.status === 'raised' && error.outcome.error.name === 'X');
  });

  for (const [what, bytes] of Object.entries(forgeries)) {
    it(`cannot be forged into anything but a lost run: ${what}`, async () => {
      const result = await jail.run(`
import os, time
def frame(body): return len(body).to_bytes(4, "big") + body
data = ${bytes}
while data: data = data[os.write(3, data):]
os.close(3)
time.sleep(3600)`);
      assert.equal(result.outcome.status, 'lost', describeResult(result));
    });
  }

  it('is the first of many: a flood of results ends the run at once', async () => {
    const result = await jail.run(`
import json, os
body = json.dumps({"type": "result", "status": "completed", "value": "1", "valueCharacters": 1}).encode()
while True: os.write(3, (len(body).to_bytes(4, "big") + body) * 1000)`);
    assert.ok(['lost', 'completed'].includes(result.outcome.status), describeResult(result));
    assert.ok(result.usage.wallMs < slow(5000));
  });
});

alsoAsOrdinaryUser(import.meta.url);
