import assert from 'node:assert/strict';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { sleep } from '../../host/clock.js';
import { WalkedFolder } from '../../host/walked-folder.js';
import { FolderRecords } from './folder-records.js';
import { QuickLook } from './quick-look.js';
import { surveyWorkspace } from './survey-workspace.js';

interface Looked {
  readonly folder: string;
  readonly look: QuickLook;
}

const longEnoughMs = 150;

/** A workspace that nobody has changed for a while, looked through once. */
async function lookThrough({ settle = true, mostFolders = 100 } = {}): Promise<Looked> {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-look-'));
  mkdirSync(join(folder, 'a/b'), { recursive: true });
  mkdirSync(join(folder, '.ssh'));
  for (const path of ['.env', 'plain', 'a/b/deep', 'a/b/target', '.ssh/key'])
    writeFileSync(join(folder, path), path);
  symlinkSync('a/b/target', join(folder, '.env.local'));
  symlinkSync('a/b/deep', join(folder, 'link'));
  if (settle) await sleep(longEnoughMs);
  const root = WalkedFolder.open(folder);
  const look = new QuickLook(mostFolders);
  await surveyWorkspace(root, new FolderRecords(), look);
  after(() => {
    look.close();
    root.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder, look };
}

const changes: Readonly<Record<string, (at: (path: string) => string) => void>> = {
  'a new secret at the top': (at) => {
    writeFileSync(at('.env.new'), '');
  },
  'a new secret in the deepest folder': (at) => {
    writeFileSync(at('a/b/key.pem'), '');
  },
  'a new secret, and the time of its folder set back': (at) => {
    utimesSync(at('a/b'), 1, 1);
    writeFileSync(at('a/b/.env'), '');
    utimesSync(at('a/b'), 1, 1);
  },
  'a file that gets the name of a secret': (at) => {
    renameSync(at('plain'), at('id_rsa'));
  },
  'a link with the name of a secret, to a plain file': (at) => {
    symlinkSync('deep', at('a/b/.env'));
  },
  'another target of such a link': (at) => {
    rmSync(at('.env.local'));
    symlinkSync('a/b/deep', at('.env.local'));
  },
  'another file in the place of such a target': (at) => {
    writeFileSync(at('a/b/new'), '');
    renameSync(at('a/b/new'), at('a/b/target'));
  },
  'a second name of a secret': (at) => {
    linkSync(at('.env'), at('a/b/other'));
  },
  'a second name of a file in a masked folder': (at) => {
    linkSync(at('.ssh/key'), at('a/b/other'));
  },
  'a secret written anew in its place': (at) => {
    writeFileSync(at('.env'), 'new');
  },
  'another file in the place of a secret': (at) => {
    writeFileSync(at('.new'), 'new');
    renameSync(at('.new'), at('.env'));
  },
  'a new folder': (at) => {
    mkdirSync(at('a/b/c'));
  },
  'a folder with a secret, moved in': (at) => {
    const outside = mkdtempSync(join(tmpdir(), 'pymcp-look-out-'));
    writeFileSync(join(outside, '.env'), '');
    renameSync(outside, at('a/moved'));
  },
  'a folder that is swapped for another': (at) => {
    renameSync(at('a'), at('aside'));
    mkdirSync(at('a'));
  },
  'a folder that is closed': (at) => {
    chmodSync(at('a/b'), 0o500);
  },
};

describe('a quick look', () => {
  for (const [what, change] of Object.entries(changes)) {
    it(`sees ${what}`, async () => {
      const { folder, look } = await lookThrough();
      assert.equal(look.isUnchanged(), true);
      change((path) => join(folder, path));
      assert.equal(look.isUnchanged(), false);
    });
  }

  it('is not misled by what changes nothing: content of plain files', async () => {
    const { folder, look } = await lookThrough();
    writeFileSync(join(folder, 'plain'), 'other');
    assert.equal(look.isUnchanged(), true);
  });

  it('trusts no folder that was changed just now, whose time a next change might not move', async () => {
    assert.equal((await lookThrough({ settle: false })).look.isUnchanged(), false);
  });

  it('keeps no more folders open than it may, and says nothing where those are not all', async () => {
    const before = countDescriptors();
    const { look } = await lookThrough({ mostFolders: 3 });
    assert.equal(look.isUnchanged(), false);
    assert.ok(countDescriptors() <= before + 4);
    look.close();
    assert.ok(countDescriptors() <= before + 1);
  });
});

const countDescriptors = (): number => readdirSync('/proc/self/fd').length;
