// Proves: name.valid, fail.closed. Bad input to `pymcp run` gets an error that says what is wrong and a hint that says what
// to do, exit code 2, and nothing is run; odd but good input runs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { pymcp } from '../support/command-line.js';

const folder = mkdtempSync(join(tmpdir(), 'pymcp-input-'));
const inFolder = (name: string): string => join(folder, name);
after(() => {
  rmSync(folder, { recursive: true });
});
before(() => {
  writeFileSync(inFolder('good.py'), 'print("ran")\n');
  mkdirSync(inFolder('folder.py'));
  execFileSync('mkfifo', [inFolder('fifo.py')]);
  symlinkSync('circle.py', inFolder('circle.py'));
  symlinkSync('good.py', inFolder('link.py'));
  writeFileSync(inFolder('unreadable.py'), 'print("ran")\n');
  chmodSync(inFolder('unreadable.py'), 0);
  writeFileSync(inFolder('large.py'), `#${'x'.repeat(10 * 1024 * 1024)}\nprint("ran")\n`);
});

interface Bad {
  readonly args: readonly string[];
  readonly input?: string | Buffer;
  readonly says: RegExp;
}

const good = (): string => inFolder('good.py');
const isRoot = process.getuid?.() === 0;

const bad: Readonly<Record<string, () => Bad>> = {
  'empty code': () => ({ args: ['run', '-'], says: /empty/ }),
  'only white space': () => ({ args: ['run', '-'], input: ' \n\t\r\n', says: /empty/ }),
  'a NUL byte': () => ({ args: ['run', '-'], input: 'print("a\0b")', says: /NUL byte at position 8/ }),
  '10 MB on stdin': () => ({
    args: ['run', '-'],
    input: `#${'x'.repeat(10 * 1024 * 1024)}`,
    says: /more than/,
  }),
  '10 MB in a file': () => ({ args: ['run', inFolder('large.py')], says: /more than/ }),
  'another encoding': () => ({
    args: ['run', '-'],
    input: Buffer.from('print("\xe9")', 'latin1'),
    says: /not UTF-8/,
  }),
  'UTF-16': () => ({
    args: ['run', '-'],
    input: Buffer.from('\ufeffprint(1)', 'utf16le'),
    says: /UTF-8|NUL/,
  }),
  'a missing file': () => ({ args: ['run', inFolder('none.py')], says: /no such file/ }),
  'a folder': () => ({ args: ['run', inFolder('folder.py')], says: /not a regular file/ }),
  'a FIFO that nobody writes to': () => ({ args: ['run', inFolder('fifo.py')], says: /not a regular file/ }),
  'a device': () => ({ args: ['run', '/dev/zero'], says: /not a regular file/ }),
  'a link to itself': () => ({ args: ['run', inFolder('circle.py')], says: /circles/ }),
  'a path below a file': () => ({ args: ['run', `${good()}/x.py`], says: /cannot be run|ENOTDIR/ }),
  'a name with a line end': () => ({ args: ['run', 'a\nb\u001b[31m.py'], says: /a\\nb\\u001b\[31m\.py/ }),
  'no file': () => ({ args: ['run'], says: /missing required argument/ }),
  'two files': () => ({ args: ['run', good(), good()], says: /too many arguments/ }),
  'an unknown flag': () => ({ args: ['run', '--rm', good()], says: /unknown option '--rm'/ }),
  'an unknown command': () => ({ args: ['rnu', good()], says: /unknown command 'rnu'/ }),
  'a flag without its value': () => ({ args: ['run', good(), '--timeout'], says: /argument missing/ }),
  ...Object.fromEntries(
    ['-1', '0', 'abc', '1e9', 'NaN', 'Infinity', '', ' ', '0x10', '1_000', '10s', '86401', '5;', '٣'].map(
      (value) => [
        `a time of ${JSON.stringify(value)}`,
        (): Bad => ({ args: ['run', `--timeout=${value}`, good()], says: /--timeout/ }),
      ],
    ),
  ),
  ...Object.fromEntries(
    ['1', '-64', '0', 'abc', '64MB', 'NaN', '1e3', '99999999999'].map((value) => [
      `a memory of ${JSON.stringify(value)}`,
      (): Bad => ({ args: ['run', `--memory=${value}`, good()], says: /--memory/ }),
    ]),
  ),
  ...Object.fromEntries(
    [
      'a b',
      '../x',
      '',
      'python\n',
      'pythön',
      'a'.repeat(65),
      '__proto__',
      'constructor',
      'toString',
      'a;b',
      '$(id)',
    ].map((value) => [
      `an environment called ${JSON.stringify(value)}`,
      (): Bad => ({ args: ['run', `--env=${value}`, good()], says: /environment name/ }),
    ]),
  ),
  'an environment that is not there': () => ({
    args: ['run', '--env', 'nope', good()],
    says: /no Python environment named nope/,
  }),
  'the whole disk as a workspace': () => ({
    args: ['run', '--workspace', '/', good()],
    says: /workspace/,
  }),
  'a host of this machine': () => ({
    args: ['run', '--allow', 'localhost', good()],
    says: /"localhost" is neither a preset nor a host/,
  }),
  'a rule that is no rule': () => ({
    args: ['run', '--allow', '{"host": "example.org", "port": 80}', good()],
    says: /there is no field "port".*\n.*ports/,
  }),
};

describe('refused with what is wrong and what to do:', () => {
  for (const [what, make] of Object.entries(bad)) {
    it(what, async () => {
      const { args, input, says } = make();
      const { exitCode, stdout, stderr } = await pymcp(args, input);
      assert.equal(stdout, '');
      assert.match(stderr, /^error: [^\n]+\nhint: [^\n]+\n$/);
      assert.match(stderr, says);
      assert.equal(exitCode, 2, stderr);
    });
  }

  it('a file that may not be read', async () => {
    const { exitCode, stdout, stderr } = await pymcp(['run', inFolder('unreadable.py')]);
    // Root may read it.
    if (isRoot && exitCode === 0) {
      assert.equal(stdout, 'ran\n');
      return;
    }
    assert.match(stderr, /may not be read\nhint: /);
    assert.equal(exitCode, 2);
  });
});

describe('runs all the same:', () => {
  const odd: Readonly<Record<string, [string | Buffer, string]>> = {
    'a byte order mark': ['\ufeffprint("ran")', 'ran\n'],
    'line ends of Windows': ['if True:\r\n    print("ran")\r\n', 'ran\n'],
    'no line end': ['print("ran")', 'ran\n'],
    'a coding line of long ago': ['# -*- coding: utf-8 -*-\nprint("é")', 'é\n'],
    'names and text beyond ASCII': ['größe = "日本 🐍"\nprint(größe)', '日本 🐍\n'],
    'a comment alone': ['# nothing', ''],
    'a megabyte': [`x = "${'y'.repeat(1024 * 1024 - 30)}"\nprint("ran")`, 'ran\n'],
    'deep nesting': [`print(${'('.repeat(50)}1${')'.repeat(50)})`, '1\n'],
  };
  for (const [what, [input, says]] of Object.entries(odd)) {
    it(what, async () => {
      const { exitCode, stdout, stderr } = await pymcp(['run', '-'], input);
      assert.deepEqual([exitCode, stdout, stderr], [0, says, '']);
    });
  }

  it('a file through a link, one whose name begins with a dash, the least time and memory that are taken', async () => {
    assert.equal((await pymcp(['run', inFolder('link.py')])).stdout, 'ran\n');
    writeFileSync(inFolder('-x.py'), 'print(__file__)\n');
    const dash = await pymcp(['run', '--', '-x.py'], '', { cwd: folder });
    assert.equal(dash.stdout, '/home/mcp/main.py\n', dash.stderr);
    const least = await pymcp(['run', '--memory', '32', '--timeout', ' 60 ', good()]);
    assert.deepEqual([least.stdout, least.exitCode], ['ran\n', 0], least.stderr);
  });

  it('code that does not parse is a result with its line, not an error of ours', async () => {
    const { exitCode, stderr } = await pymcp(['run', '-'], 'x = 1\ny = = 2\n');
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /File "\/home\/mcp\/main.py", line 2\n\s+y = = 2\n\s+\^\nSyntaxError: invalid syntax\n/,
    );
    assert.doesNotMatch(stderr, /pymcp_guest|ast\.py/);
  });
});

describe('help', () => {
  for (const args of [['--help'], ['run', '--help'], ['doctor', '--help']]) {
    it(`is there: pymcp ${args.join(' ')}`, async () => {
      const { exitCode, stdout, stderr } = await pymcp(args);
      assert.deepEqual([exitCode, stderr], [0, '']);
      assert.match(stdout, /^Usage: pymcp/);
    });
  }
});

alsoAsOrdinaryUser(import.meta.url);
