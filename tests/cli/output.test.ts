// Proves: jail.kernel, secret.unseen. What `pymcp run` shows: the program's own output as it comes and byte for byte, its
// exit code, and the whole result as JSON; what nobody sees: the program in any command line or environment.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { limitNames } from '../../src/core/isolation.js';
import { packageRoot } from '../../src/host/package-root.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { commandLine, endOf, pymcp, startPymcp } from '../support/command-line.js';
import { slow } from '../support/time.js';

const run = (code: string, ...args: string[]): ReturnType<typeof pymcp> => pymcp(['run', ...args, '-'], code);

describe('the exit code', () => {
  // prettier-ignore
  const codes: readonly (readonly [string, number, string])[] = [
    ['a program that ends', 0, 'print(1)'],
    ['sys.exit(3)', 3, 'import sys; sys.exit(3)'],
    ['sys.exit(300), as the kernel cuts it', 44, 'import sys; sys.exit(300)'],
    ['sys.exit with words', 1, 'import sys; sys.exit("no")'],
    ['an exception', 1, '1/0'],
    ['os._exit(9)', 9, 'import os; os._exit(9)'],
    ['abort', 134, 'import os; os.abort()'],
    ['a segmentation fault', 139, 'import ctypes; ctypes.string_at(0)'],
    ['a signal of its own', 143, 'import os, signal; os.kill(os.getpid(), signal.SIGTERM)'],
    ['KeyboardInterrupt', 1, 'import os, signal; os.kill(os.getpid(), signal.SIGINT); import time; time.sleep(9)'],
  ];
  for (const [what, code, program] of codes) {
    it(`is ${code} for ${what}`, async () => {
      const { exitCode, stderr } = await run(program);
      assert.equal(exitCode, code, stderr);
    });
  }

  it('is 124 for the time, with a hint', async () => {
    const { exitCode, stderr } = await run('while True: pass', '--timeout', '0.5');
    assert.equal(exitCode, 124);
    assert.match(stderr, /^error: .* after 0\.5 s .*\nhint: .*--timeout/m);
  });

  it('is 137 for memory, with a hint', async () => {
    const { exitCode, stderr } = await run(
      'x = [bytearray(1 << 22) for _ in range(100)]\nimport time; time.sleep(60)',
      '--memory',
      '64',
    );
    assert.equal(exitCode, 137);
    assert.match(stderr, /^error: .* 64 MB .*\nhint: .*--memory/m);
  });
});

describe('output', () => {
  it('arrives while the program runs', async () => {
    const child = startPymcp(['run', '-']);
    const end = endOf(child);
    child.stdin.end('import time\nprint("first")\ntime.sleep(3600)');
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    assert.equal(chunk.toString(), 'first\n');
    assert.equal(child.exitCode, null);
    child.kill('SIGINT');
    assert.equal((await end).exitCode, 130);
  });

  it('is passed byte for byte: 5 MB of every byte', async () => {
    const { bytes, exitCode } = await run(`
import hashlib, os, random
data = random.Random(7).randbytes(5 << 20)
rest = memoryview(data)
while rest: rest = rest[os.write(1, rest):]
os.write(2, hashlib.sha256(data).hexdigest().encode())`);
    assert.equal(exitCode, 0);
    assert.equal(bytes.length, 5 * 1024 * 1024);
    const again = await run(
      'import hashlib, random; print(hashlib.sha256(random.Random(7).randbytes(5 << 20)).hexdigest(), end="")',
    );
    assert.equal(createHash('sha256').update(bytes).digest('hex'), again.stdout);
  });

  it('goes to the stream that it was written to', async () => {
    const { stdout, stderr } = await run('import sys\nprint("out")\nprint("err", file=sys.stderr)');
    assert.deepEqual([stdout, stderr], ['out\n', 'err\n']);
  });

  it('that nobody reads any more does not hang the run', async () => {
    const child = startPymcp(['run', '-']);
    child.stdin.end('while True: print("x" * 1000)');
    const end = once(child, 'exit');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = (await end) as [number | null];
    assert.notEqual(code, null);
  });

  it('through a pipe into head ends as pipes do', async () => {
    const pipeline = '"$0" "$1" run - | head -n 1';
    const child = spawn('/bin/bash', ['-c', pipeline, process.execPath, commandLine], {
      timeout: slow(90_000),
    });
    const end = endOf(child);
    child.stdin.end('for n in range(10 ** 6): print(n, "x" * 200)');
    const { stdout, exitCode } = await end;
    assert.match(stdout, /^0 x+\n$/);
    assert.equal(exitCode, 0);
  });

  it('of a slow reader is held back, not lost', async () => {
    const child = startPymcp(['run', '-']);
    child.stdin.end('for n in range(20000): print(n, "x" * 100)');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { stdout, exitCode } = await endOf(child);
    assert.equal(exitCode, 0);
    assert.equal(stdout.split('\n').length, 20_001);
  });
});

describe('input', () => {
  it('of the program is at its end, also where the program came by it', async () => {
    const { stdout } = await run(
      'import sys\nprint(repr(sys.stdin.read()))\ntry: input()\nexcept EOFError: print("end")',
    );
    assert.equal(stdout, "''\nend\n");
  });
});

describe('an exception', () => {
  it('has a traceback as Python prints it: source lines, and nothing of the harness', async () => {
    const { stderr } = await run('def f():\n    return 1 / 0\n\ndef g():\n    f()\n\ng()\n');
    assert.equal(
      stderr.replace(/^ +[~^]+\n/gm, ''),
      'Traceback (most recent call last):\n' +
        '  File "/home/mcp/main.py", line 7, in <module>\n    g()\n' +
        '  File "/home/mcp/main.py", line 5, in g\n    f()\n' +
        '  File "/home/mcp/main.py", line 2, in f\n    return 1 / 0\n' +
        'ZeroDivisionError: division by zero\n',
    );
  });

  it('with causes, notes and groups has them all', async () => {
    const { stderr } = await run(
      'try:\n    {}["a"]\nexcept KeyError as error:\n    raise ValueError("b") from error',
    );
    assert.match(
      stderr,
      /KeyError: 'a'\n\nThe above exception was the direct cause[^\n]+\n\nTraceback[^]+ValueError: b\n$/,
    );
    assert.doesNotMatch(stderr, /pymcp_guest|program\.py/);
  });
});

describe('--json', () => {
  const ask = async (
    code: string,
    ...args: string[]
  ): Promise<{ result: Record<string, unknown>; exitCode: number | null; stderr: string }> => {
    const { stdout, stderr, exitCode } = await run(code, '--json', ...args);
    return { result: JSON.parse(stdout) as Record<string, unknown>, stderr, exitCode };
  };

  it('prints the whole result and nothing else', async () => {
    const { result, stderr, exitCode } = await ask(
      'import sys\nprint("out")\nprint("err", file=sys.stderr)\n6 * 7',
    );
    assert.deepEqual([exitCode, stderr], [0, '']);
    const { status, exit_code: code, value, stdout, stderr: err } = result;
    assert.deepEqual([status, code, value, stdout, err], ['completed', 0, '42', 'out\n', 'err\n']);
    assert.deepEqual(result['output'], {
      stdout: { bytes: 4, truncated: false },
      stderr: { bytes: 4, truncated: false },
    });
    assert.ok(typeof result['duration_ms'] === 'number' && result['duration_ms'] > 0);
    assert.deepEqual(Object.keys(result['usage'] as object), ['cpu_ms', 'peak_memory_bytes', 'pids_refused']);
    assert.deepEqual(Object.keys(result['limits'] as object).sort(), [...limitNames].sort());
    for (const level of Object.values(result['limits'] as Record<string, { level: string }>))
      assert.match(level.level, /^(?:enforced|watched|not available)$/);
    const isolation = result['isolation'] as Record<string, unknown>;
    assert.ok(isolation['backend'] === 'bubblewrap' && Number(isolation['seccomp_instructions']) > 100);
    assert.ok(Number(isolation['host_uid']) > 0);
  });

  it('tells every end apart', async () => {
    const raised = await ask('raise ValueError("x")');
    assert.deepEqual([raised.result['status'], raised.exitCode], ['raised', 1]);
    const error = raised.result['error'] as Record<string, string>;
    assert.deepEqual([error['name'], error['message']], ['ValueError', 'x']);
    const limit = await ask('while True: pass', '--timeout', '0.4');
    assert.deepEqual([limit.result['status'], limit.result['limit'], limit.exitCode], ['limit', 'wall', 124]);
    const lost = await ask('import os; os.kill(os.getpid(), 9)');
    assert.deepEqual([lost.result['status'], lost.result['signal'], lost.exitCode], ['lost', 'SIGKILL', 137]);
  });
});

describe('the program', () => {
  it('is in no command line and no environment of any process while it runs', async () => {
    const marker = `marker_${process.pid}_${Math.random().toString(36).slice(2)}`;
    const child = startPymcp(['run', '-']);
    const end = endOf(child);
    child.stdin.end(`import time\n${marker} = 1\nprint("on", flush=True)\ntime.sleep(3600)`);
    await once(child.stdout, 'data');
    const seen = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .flatMap((pid) => ['cmdline', 'environ'].map((file) => `/proc/${pid}/${file}`))
      .filter((path) => readOr(path).includes(marker));
    child.kill('SIGINT');
    await end;
    assert.deepEqual(seen, []);
  });

  it('control: an argument would be seen', async () => {
    const marker = `marker_${process.pid}_control`;
    const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1e6)', marker]);
    await once(child.stdout, 'data');
    assert.ok(readOr(`/proc/${child.pid ?? 0}/cmdline`).includes(marker));
    child.kill();
  });

  function readOr(path: string): string {
    try {
      return readFileSync(path, 'latin1');
    } catch {
      return '';
    }
  }
});

describe('the algorithms of this repository', () => {
  const folder = join(packageRoot(), 'algorithms');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.py'))) {
    it(`run through the command line: ${name}`, async () => {
      const { exitCode, stdout, stderr } = await pymcp(['run', join(folder, name)]);
      assert.equal(exitCode, 0, stderr);
      assert.ok(stdout.length > 0 && stderr === '', stderr);
    });
  }
});

alsoAsOrdinaryUser(import.meta.url);
