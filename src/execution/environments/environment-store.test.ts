// What is found is what can be trusted. Adding and removing take programs of the system: tests/environments/.
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { EnvironmentRecord } from '../../core/environment-record.js';
import { PymcpError } from '../../core/errors.js';
import { parseEnvironmentName } from '../../core/names.js';
import { EnvironmentStore } from './environment-store.js';
import { renderRecord } from './record-text.js';

const name = parseEnvironmentName('maps');
const content = 'a'.repeat(64);
const record: EnvironmentRecord = {
  ...{ format: 1, name, content, python: '/usr/bin/python3', pythonVersion: '3.11.2', preload: [] },
  ...{ packages: [], index: 'http://127.0.0.1:8080/simple/', created: '2026-11-26T15:00:00.000Z' },
};

describe('EnvironmentStore', () => {
  let outer: string;
  let folder: string;
  let tree: string;
  let store: EnvironmentStore;

  beforeEach(() => {
    outer = mkdtempSync(join(tmpdir(), 'pymcp-environments-'));
    folder = join(outer, 'environments');
    tree = join(folder, 'trees', content);
    store = new EnvironmentStore(folder);
  });
  afterEach(() => {
    rmSync(outer, { recursive: true, force: true });
  });

  function keep(): void {
    for (const path of [folder, join(folder, 'trees')]) mkdirSync(path, { mode: 0o700 });
    mkdirSync(join(tree, 'site-packages'), { recursive: true, mode: 0o755 });
    write('maps.json', renderRecord(record));
  }

  function write(file: string, text: string, mode = 0o600): void {
    writeFileSync(join(folder, file), text, { mode });
    chmodSync(join(folder, file), mode);
  }

  const refused = (code: string, words: RegExp): void => {
    assert.throws(
      () => store.find(name),
      (error) =>
        error instanceof PymcpError && error.code === code && words.test(`${error.message}\n${error.hint}`),
    );
  };

  it('finds a record and where its tree is', () => {
    keep();
    assert.deepEqual(store.find(name), { record, folder: tree });
  });

  it('names the environments that there are, the built-in ones too, where one is unknown', async () => {
    refused('environment.unknown', /use one of: python, data;/);
    keep();
    assert.throws(() => store.find(parseEnvironmentName('map')), { hint: /use one of: python, data, maps;/ });
    assert.deepEqual(await new EnvironmentStore(join(outer, 'none')).list(), {
      environments: [],
      broken: [],
    });
  });

  it('refuses an environment whose tree is gone, has other names in it, or can be written by others', () => {
    keep();
    writeFileSync(join(tree, 'sitecustomize.py'), '');
    refused('environment.damaged', /has other names in it/);
    rmSync(join(tree, 'sitecustomize.py'));
    chmodSync(join(tree, 'site-packages'), 0o777);
    refused('environment.damaged', /is open to others \(mode 0777\)/);
    rmSync(tree, { recursive: true });
    refused('environment.damaged', /is gone\n.*pymcp env create maps/s);
    symlinkSync('/usr', tree);
    refused('environment.damaged', /is not a folder/);
  });

  it('trusts no record that others can write or that is a link', () => {
    keep();
    write('maps.json', renderRecord(record), 0o666);
    refused('environment.damaged', /open to others/);
    rmSync(join(folder, 'maps.json'));
    symlinkSync('elsewhere.json', join(folder, 'maps.json'));
    refused('environment.damaged', /is a link/);
    chmodSync(folder, 0o755);
    refused('environment.store-unsafe', /open to others/);
  });

  it('takes no record for an environment of another name, nor one of a newer version', async () => {
    keep();
    write('roads.json', renderRecord(record));
    write('lakes.json', JSON.stringify({ ...record, name: 'lakes', format: 2 }));
    const { environments, broken } = await store.list();
    assert.deepEqual(environments, [record]);
    assert.deepEqual(
      broken.map(({ file, fix }) => [file, fix]),
      [
        ['lakes.json', 'use that version'],
        ['roads.json', 'pymcp env remove roads'],
      ],
    );
  });

  it('gives no name away twice, and none that pymcp has of its own', () => {
    keep();
    for (const taken of ['maps', 'python', 'data'])
      assert.throws(
        () => {
          store.refuseTaken(parseEnvironmentName(taken));
        },
        { code: 'environment.name-taken' },
      );
    store.refuseTaken(parseEnvironmentName('roads'));
  });

  it('takes away environments that are over, and what no record names', async () => {
    keep();
    const other = 'b'.repeat(64);
    mkdirSync(join(folder, 'trees', other, 'site-packages'), { recursive: true });
    write('old.json', renderRecord({ ...record, name: parseEnvironmentName('old'), content: other }));
    const unnamed = join(folder, 'trees', 'c'.repeat(64));
    mkdirSync(unnamed, { mode: 0o555 });
    assert.deepEqual(await store.prune((one) => one.name === 'old'), { names: ['old'], trees: 2 });
    assert.deepEqual(store.names(), ['maps']);
    assert.deepEqual(readdirSync(join(folder, 'trees')), [content]);
    assert.deepEqual(await store.prune(() => false), { names: [], trees: 0 });
  });

  it('takes away no tree where a record cannot be read, which may name any', async () => {
    keep();
    write('odd.json', '{');
    mkdirSync(join(folder, 'trees', 'c'.repeat(64)));
    assert.deepEqual(await store.prune(() => false), { names: [], trees: 0 });
    assert.equal(readdirSync(join(folder, 'trees')).length, 2);
  });

  it('takes away nothing where there is nothing', async () => {
    assert.deepEqual(await store.prune(() => true), { names: [], trees: 0 });
    assert.deepEqual(await store.staged(), []);
    assert.equal(existsSync(folder), false);
  });
});
