// Refreshes the data of `pymcp updates`. Run by the workflow "updates", which opens a pull request with what has changed. Each file is
// replaced as a whole, and only by what its schema and its sources' answers allow; where anything is wrong with them, it stays as it was.
//   refresh-updates.js [FOLDER] [ADDRESSES]   ADDRESSES is JSON, for tests
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../src/core/message-of.js';
import { dataSchemas } from '../src/services/updates/data-schemas.js';
import { toDay } from '../src/services/updates/day.js';
import { askAdvisories } from './updates/ask-advisories.js';
import { askBaseImage } from './updates/ask-base-image.js';
import { askReleaseLines } from './updates/ask-release-lines.js';

const [folder = 'updates', changes = '{}'] = process.argv.slice(2);
const addresses = {
  advisories: 'https://api.github.com',
  schedule: 'https://raw.githubusercontent.com/nodejs/Release/main/schedule.json',
  versions: 'https://nodejs.org/dist/index.json',
  python: 'https://peps.python.org/api/release-cycle.json',
  image: 'https://hub.docker.com',
  ...z.record(z.string(), z.string()).parse(JSON.parse(changes)),
};
const today = toDay(Date.now());
let failures = 0;
await refresh('npm-advisories', () => askAdvisories(addresses.advisories, lockedNames(), today));
await refresh('release-lines', () => askReleaseLines(addresses, today));
await refresh('base-image', () => {
  const before = dataSchemas['base-image'].parse(JSON.parse(readFileSync(pathOf('base-image'), 'utf8')));
  return askBaseImage(addresses.image, before.image, today);
});
if (failures > 0) console.error(`hint: ${failures} files are as they were; the others are new`);
process.exitCode = failures > 0 ? 1 : 0;

async function refresh(name: keyof typeof dataSchemas, ask: () => Promise<unknown>): Promise<void> {
  try {
    const value = dataSchemas[name].parse(await ask());
    const beside = `${pathOf(name)}.new`;
    rmSync(beside, { force: true });
    writeFileSync(beside, `${JSON.stringify(value, null, 2)}\n`, { flag: 'wx', mode: 0o644 });
    renameSync(beside, pathOf(name));
    console.log(`${name}: refreshed`);
  } catch (error) {
    failures += 1;
    console.error(
      `error: ${name} stays as it was: ${messageOf(error).replaceAll(/\s+/g, ' ').slice(0, 500)}`,
    );
  }
}

function pathOf(name: string): string {
  return join(folder, `${name}.json`);
}

/** Of every package of the lockfile, those of development too. */
function lockedNames(): string[] {
  const { packages } = z
    .object({ packages: z.record(z.string(), z.object({ name: z.string().optional() })) })
    .parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(
      ([path, { name }]) => name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    );
}
