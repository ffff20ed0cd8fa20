// Proves: install.verified. Nothing in the repository runs a download unseen; npm packages are what their lockfiles say and run no
// scripts when they are installed, but for those that are named here; actions of workflows are pinned by commit.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { findUnseenDownloads } from '../scripts/check/unseen-downloads.js';
import { listFiles } from '../scripts/list-files.js';

const read = (path: string): string => readFileSync(path, 'utf8');

/** What would run a script if it were let: of what is shipped nothing; of the programs of the conformance tests these. */
const wouldRunScripts: readonly string[] = ['node_modules/@modelcontextprotocol/inspector'];

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: true;
  readonly hasInstallScript?: true;
}

describe('what is downloaded', () => {
  it('is run unseen by no script, makefile, workflow or document', () => {
    const files = listFiles(
      /(?:^|\/)(?:Makefile|Containerfile|run)$|\.(?:sh|ya?ml|md|json|toml|service|el)$/,
    );
    assert.ok(files.includes('Makefile') && files.includes('README.md') && files.length > 50);
    assert.ok(files.some((path) => path.startsWith('.github/workflows/')));
    assert.deepEqual(
      files.filter((path) => findUnseenDownloads(read(path)).length > 0),
      [],
    );
  });

  it('is, of npm, what a lockfile has a checksum of', () => {
    for (const path of listFiles(/(?:^|\/)package-lock\.json$/)) {
      const { packages } = JSON.parse(read(path)) as { packages: Readonly<Record<string, Locked>> };
      const others = Object.entries(packages).filter(([name]) => name !== '');
      assert.ok(others.length > 0, path);
      for (const [name, { integrity, hasInstallScript, link }] of others) {
        assert.match(integrity ?? '', /^sha512-/, `${path}: ${name}`);
        assert.equal(link, undefined, name);
        if (hasInstallScript !== true) continue;
        assert.notEqual(path, 'package-lock.json', `${name} runs a script when it is installed`);
        assert.ok(wouldRunScripts.includes(name), `${name} would run a script if it were let`);
      }
    }
  });

  it('runs no script when npm installs it', () => {
    const commands = listFiles(/^Makefile$|^(?:scripts|tools|\.github)\/.*\.(?:sh|ts|ya?ml)$/).flatMap(
      (path) =>
        read(path)
          .replaceAll('\\\n', ' ')
          .split('\n')
          .filter((line) => /(?:^|[;&|]|if)\s*npm (?:ci|i|install|exec)\b/.test(line)),
    );
    assert.ok(commands.length >= 3, commands.join('\n'));
    for (const command of commands) assert.match(command, / --ignore-scripts\b/);
  });

  it('is, of actions, pinned by commit', () => {
    const uses = listFiles(/^\.github\/workflows\/.*\.ya?ml$/).flatMap((path) =>
      read(path)
        .split('\n')
        .filter((line) => /^\s*(?:- )?uses:/.test(line)),
    );
    assert.ok(uses.length > 3);
    for (const line of uses) assert.match(line, /uses: [\w/-]+@[0-9a-f]{40} # v\d/);
  });
});
