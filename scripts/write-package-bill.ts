// Writes the bill of materials of the npm package, from package.json and package-lock.json.
//   node dist-test/scripts/write-package-bill.js FILE      SOURCE_DATE_EPOCH gives the time that stands in it
import { readFileSync, writeFileSync } from 'node:fs';
import { renderBill, toLicences } from './release/bill.js';
import { type LockedPackages, toLockfileParts, toNpmUrl } from './release/lockfile-parts.js';
import { readSourceDate } from './release/source-date.js';

interface Facts {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

const [file = 'bill.cdx.json'] = process.argv.slice(2);
const { name, version, description, license } = JSON.parse(readFileSync('package.json', 'utf8')) as Facts;
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: LockedPackages };
const purl = toNpmUrl(name, version);
const subject = {
  ...{ 'bom-ref': purl, type: 'application' as const, name, version, description },
  ...toLicences(license),
  purl,
};
const bill = { subject, ...toLockfileParts(packages, purl), writer: { name, version } };
writeFileSync(file, renderBill({ ...bill, time: readSourceDate() }));
