// Proves: cmd.noshell. No program is started through a shell, and a name that a shell would act on is only a name.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { spawnSync } from 'node:child_process';
import { slow } from './support/time.js';

/** Ways to reach a shell from Node.js. */
const shells = [
  /\bshell:(?!\s*false\b)/,
  /\bexec(?:Sync)?\s*\(/,
  /import\s*\{[^}]*\bexec(?:Sync)?\b/,
  /['"`](?:\/bin\/)?(?:ba)?sh['"`]/,
];

const offends = (source: string): boolean => shells.some((shell) => shell.test(source));

describe('programs are started without a shell', () => {
  it('in every file of src', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
      /(?<!\.test)\.ts$/.test(path),
    );
    assert.ok(sources.length > 50);
    const offenders = sources.filter((path) =>
      // A regular expression's own exec is no program.
      offends(
        readFileSync(join('src', path), 'utf8')
          .replace(/\/[a-z]*\.exec\(/g, '/.match(')
          .replace(/\)\.exec\(/g, ').match('),
      ),
    );
    assert.deepEqual(offenders, []);
  });

  it('in every file of src: the rule can fail', () => {
    for (const source of [
      'spawn(a, { shell: true })',
      'exec(`ls ${name}`)',
      "import { exec } from 'node:child_process'",
      "spawn('/bin/sh', ['-c', x])",
      "spawn('bash')",
    ]) {
      assert.ok(offends(source), source);
    }
    assert.ok(!offends('spawn(file, args, { shell: false })'));
  });

  it('a file name full of shell syntax is run as the file that it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pymcp-noshell-'));
    try {
      const name = '$(touch canary);`touch canary`; touch canary & .py';
      writeFileSync(join(folder, name), 'print("ran")\n');
      const cli = resolve('dist-test/src/cli/main.js');
      const { status, stdout } = spawnSync(process.execPath, [cli, 'run', name], {
        cwd: folder,
        encoding: 'utf8',
        timeout: slow(60_000),
      });
      assert.deepEqual({ status, stdout }, { status: 0, stdout: 'ran\n' });
      assert.ok(!existsSync(join(folder, 'canary')));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
