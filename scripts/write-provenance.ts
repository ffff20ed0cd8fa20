// Writes where the files of a folder came from, and then the checksums of all of them.
//   node dist-test/scripts/write-provenance.js FOLDER COMMIT clean|changed [REPOSITORY]
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderProvenance } from './release/provenance.js';
import { readSourceDate } from './release/source-date.js';

const [folder = '', commit = '', state = '', repository = ''] = process.argv.slice(2);
if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new Error(`${JSON.stringify(commit)} is no commit`);
if (state !== 'clean' && state !== 'changed') throw new Error('say whether the checkout is clean or changed');

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const list = (): { name: string; sha256: string }[] =>
  readdirSync(folder)
    .sort()
    .map((name) => ({ name, sha256: sha256(join(folder, name)) }));

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  name: string;
  version: string;
};
const origin = {
  ...{ version, commit, hasChanges: state === 'changed', lockfile: sha256('package-lock.json') },
  // Without a user or a token that stands in the address.
  repository: repository === '' ? null : repository.replace(/^(https:\/\/)[^/@]*@/, '$1'),
  ...{ node: process.versions.node, time: readSourceDate() },
};
writeFileSync(join(folder, `${name}-${version}.provenance.json`), renderProvenance(list(), origin));
const sums = list().map((made) => `${made.sha256}  ${made.name}\n`);
writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
