import assert from 'node:assert/strict';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import { sleep } from '../../host/clock.js';
import { WalkedFolder } from '../../host/walked-folder.js';
import { FolderRecords } from './folder-records.js';
import { type Survey, surveyWorkspace } from './survey-workspace.js';

function makeFolder(paths: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-survey-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path);
  }
  return folder;
}

async function survey(folder: string, records = new FolderRecords()): Promise<Survey> {
  const root = WalkedFolder.open(folder);
  try {
    return await surveyWorkspace(root, records);
  } finally {
    root.close();
  }
}

const shown = ({ places }: Survey): string[] =>
  [...new Set(places.map(({ path, cover }) => `${cover} ${path}`))].sort();

describe('surveyWorkspace', () => {
  it('finds names at every depth, and what is in read-only folders', async () => {
    const folder = makeFolder(['.env', 'a/b/c/x.pem', '.git/config', '.git/.env', '.git/.vscode/a', 'plain']);
    assert.deepEqual(shown(await survey(folder)), [
      'masked .env',
      'masked .git/.env',
      'masked a/b/c/x.pem',
      'read-only .git',
    ]);
  });

  it('finds other names of a masked file, of one in a masked folder, and of a read-only one', async () => {
    const folder = makeFolder(['.env', '.ssh/deep/key', '.mcp.json', 'plain']);
    linkSync(join(folder, '.env'), join(folder, 'one'));
    mkdirSync(join(folder, 'sub'));
    linkSync(join(folder, '.ssh/deep/key'), join(folder, 'sub/two'));
    linkSync(join(folder, '.mcp.json'), join(folder, 'three'));
    linkSync(join(folder, 'plain'), join(folder, 'plain2'));
    const found = shown(await survey(folder));
    for (const place of ['masked one', 'masked sub/two', 'read-only three'])
      assert.ok(found.includes(place), place);
    assert.ok(!found.some((place) => place.includes('plain')));
  });

  it('finds what a link leads to inside, and takes no link out', async () => {
    const folder = makeFolder(['keys/one', 'two/three', 'plain']);
    const outside = makeFolder(['secret']);
    symlinkSync('keys/one', join(folder, '.env'));
    symlinkSync(join(folder, 'two'), join(folder, '.ssh'));
    symlinkSync(join(outside, 'secret'), join(folder, 'x.pem'));
    symlinkSync(outside, join(folder, '.aws'));
    symlinkSync('nowhere', join(folder, '.netrc'));
    assert.deepEqual(shown(await survey(folder)), ['masked keys/one', 'masked two']);
  });

  it('refuses a link by which everything would be masked', async () => {
    const folder = makeFolder(['plain']);
    symlinkSync('.', join(folder, '.ssh'));
    await assert.rejects(
      survey(folder),
      (error) => error instanceof PymcpError && error.code === 'workspace.refused',
    );
  });

  it('never follows a link to a folder', async () => {
    const folder = makeFolder(['plain']);
    symlinkSync(makeFolder(['.env']), join(folder, 'elsewhere'));
    assert.deepEqual(shown(await survey(folder)), []);
  });

  it('keeps bytes that are no UTF-8', async () => {
    const folder = makeFolder([]);
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/.env`), Buffer.from([0xff])]), '');
    assert.deepEqual(shown(await survey(folder)), ['masked .env\xff']);
  });

  it('sees on a second look another name that a file has got since', async () => {
    const folder = makeFolder(['a/.env', 'b/plain']);
    const outside = makeFolder(['x']);
    linkSync(join(folder, 'a/.env'), join(outside, 'y'));
    await sleep(150);
    const records = new FolderRecords();
    assert.deepEqual(shown(await survey(folder, records)), ['masked a/.env']);
    linkSync(join(folder, 'a/.env'), join(folder, 'b/other'));
    assert.deepEqual(shown(await survey(folder, records)), ['masked a/.env', 'masked b/other']);
  });

  it('sees on a second look what has come and gone, also where a guest has set the time back', async () => {
    const folder = makeFolder(['a/.env', 'b/plain']);
    await sleep(150);
    const first = new FolderRecords();
    assert.deepEqual(shown(await survey(folder, first)), ['masked a/.env']);
    const past = new Date(0);
    rmSync(join(folder, 'a/.env'));
    writeFileSync(join(folder, 'b/.env'), '');
    utimesSync(join(folder, 'b'), past, past);
    assert.deepEqual(shown(await survey(folder, first)), ['masked b/.env']);
  });
});
