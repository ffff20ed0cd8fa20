// Writes the bill of materials of an image, from the folder that its root is in (scripts/release/image-root.sh makes one).
//   node dist-test/scripts/write-image-bill.js ROOT FILE [NAME]     SOURCE_DATE_EPOCH gives the time that stands in it
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderBill } from './release/bill.js';
import { toDebianParts } from './release/debian-parts.js';
import { toNodePart, toNpmParts } from './release/folder-parts.js';
import { readSourceDate } from './release/source-date.js';

const [root, file, image = 'isolated-pymcp'] = process.argv.slice(2);
if (root === undefined || file === undefined) throw new Error('give the root folder of an image, and a file');
const status = join(root, 'var/lib/dpkg/status');
const release = ['etc/os-release', 'usr/lib/os-release']
  .map((path) => join(root, path))
  .find((path) => existsSync(path));
if (release === undefined || !existsSync(status)) {
  console.error(`error: ${root} has no list of packages of Debian, or does not say which system it is`);
  console.error('hint: give the root folder of an image that was made by this repository');
  process.exit(1);
}
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  name: string;
  version: string;
};
const listed = toDebianParts(readFileSync(status, 'utf8'), readFileSync(release, 'utf8'));
const node = toNodePart(root, listed);
const parts = [...listed, ...(node === null ? [] : [node]), ...toNpmParts(root)];
const subject = { 'bom-ref': `image:${image}`, type: 'container' as const, name: image, version };
const needs = [{ ref: subject['bom-ref'], dependsOn: parts.map((part) => part['bom-ref']) }];
writeFileSync(file, renderBill({ subject, parts, needs, writer: { name, version }, time: readSourceDate() }));
