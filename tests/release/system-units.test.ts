// What `systemd-analyze security` says of the units, and that the documents say the same. Lower is less exposed.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';

const units = [
  { name: 'system', path: 'packaging/systemd/system/pymcp.service', most: 3.4 },
  // Offline the command counts a unit of a user as if it ran as root.
  { name: 'user', path: 'packaging/systemd/pymcp.service', most: 8.7 },
] as const;

const run = promisify(execFile);
const analyze = (options: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> =>
  run('systemd-analyze', options);

describe('the units of systemd', () => {
  for (const { name, path, most } of units) {
    it(`are exposed no more than is said: ${name}`, async () => {
      const options = ['security', '--offline=true', '--no-pager', path];
      const { stdout } = await analyze(options);
      const score = Number(/exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1]);
      assert.ok(score > 0 && score <= most, stdout);
      assert.match(readFileSync('docs/systemd.md', 'utf8'), new RegExp(`^\\| ${name} \\| ${score}\\b`, 'm'));
    });

    it(`are units, with settings that systemd knows: ${name}`, async () => {
      const options = ['verify', '--man=no', '--recursive-errors=no', path];
      const { stderr } = await analyze(options).catch((error: unknown) => error as { stderr: string });
      // That a program is not installed where the unit looks for it is the only thing it may find.
      const said = stderr.split('\n').filter((line) => line.includes('pymcp.service'));
      const wrong = said.filter((line) => !line.includes('is not executable'));
      assert.deepEqual(wrong, []);
    });
  }
});
