// Proves: path.contained. Files of a request stand beside the program and nowhere else.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exchangeLimits, type InputFile } from '../../src/core/exchanged-file.js';
import { parseInputFiles } from '../../src/core/parse-input-files.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertCompleted, openJail } from '../support/jail.js';

const jail = await openJail();

async function valueOf(code: string, files: readonly InputFile[]): Promise<string | null> {
  const result = await jail.run(code, {}, {}, parseInputFiles(files, 'main.py'));
  assertCompleted(result);
  return result.outcome.status === 'completed' ? result.outcome.value : null;
}

describe('files that go in', () => {
  it('are there before the program starts, byte by byte', async () => {
    const files = [
      { path: 'sales.csv', bytes: Buffer.from('a,b\n1,2\n') },
      { path: 'data/deep/all.bin', bytes: Buffer.from(Array.from({ length: 256 }, (_, index) => index)) },
      { path: 'data/日本.txt', bytes: Buffer.alloc(0) },
    ];
    const code = `import pathlib\n[pathlib.Path('/home/mcp', p).read_bytes().hex() for p in ${JSON.stringify(files.map(({ path }) => path))}]`;
    const shown = files.map(({ bytes }) => `'${bytes.toString('hex')}'`).join(', ');
    assert.equal(await valueOf(code, files), `[${shown}]`);
  });

  it('arrive whole at their largest and in their largest number', async () => {
    const { inputBytes, inputFiles } = exchangeLimits;
    const rest = inputBytes - 1_000_003;
    const large = [
      { path: 'a', bytes: Buffer.alloc(1_000_003, 1) },
      { path: 'b', bytes: Buffer.alloc(rest, 2) },
    ];
    const code =
      "import os\n[os.path.getsize(p) for p in 'ab'], {open(p, 'rb').read().strip(bytes([1 + n])) for n, p in enumerate('ab')}";
    assert.equal(await valueOf(code, large), `([1000003, ${rest}], {b''})`);
    const part = 'x'.repeat(30);
    const many = Array.from({ length: inputFiles }, (_, index) => ({
      path: `${index}/${Array(31).fill(part).join('/')}`,
      bytes: Buffer.from('x'),
    }));
    assert.equal(await valueOf('import os\nlen(os.listdir())', many), String(inputFiles + 1));
  });

  it('belong to the program, which may change and remove them', async () => {
    const code =
      "import os\nopen('a', 'w').close(); os.remove('d/b'); os.rmdir('d'); os.getuid() == os.stat('a').st_uid";
    const files = [
      { path: 'a', bytes: Buffer.from('x') },
      { path: 'd/b', bytes: Buffer.from('x') },
    ];
    assert.equal(await valueOf(code, files), 'True');
  });

  it('are seen by no other run (jail.once)', async () => {
    await valueOf('1', [{ path: 'a', bytes: Buffer.from('x') }]);
    assert.equal(await valueOf('import os\nos.listdir()', []), "['main.py']");
  });
});

alsoAsOrdinaryUser(import.meta.url);
