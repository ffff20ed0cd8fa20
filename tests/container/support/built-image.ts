// The image, built by container/build.sh of a copy of this repository, in which secrets are planted that must not get in.
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { slow } from '../../support/time.js';
import type { Engine } from './engine.js';

/** What scripts/setup-container-tests.sh has made. */
const baseRecord = '.stamps/container-base';
const whyMissing = '.stamps/container-missing';
const base = 'localhost/isolated-pymcp-base:bookworm';

/** A time of the files that is no build's own. */
const timestamp = '1700000000';

/** Where a careless Containerfile would copy them from. */
const plantedFiles = [
  '.env',
  '.env.local',
  'src/.env',
  'guest/pymcp_guest/.env.production',
  'container/id_rsa',
  'notes/key.txt',
  'bench/results/latest.json',
] as const;

/** Takes in the base image. @throws Error with what to do, where there is none */
export async function loadBase(engine: Engine): Promise<void> {
  const archive = readBaseRecord();
  await engine.run(['load', '--quiet', '--input', archive], 110_000);
}

function readBaseRecord(): string {
  if (existsSync(baseRecord)) return readFileSync(baseRecord, 'utf8').trim();
  const why = existsSync(whyMissing)
    ? readFileSync(whyMissing, 'utf8')
    : 'scripts/setup-container-tests.sh was not run\n';
  throw new Error(`there is no engine or no base image for the tests of the container: ${why}`);
}

/** @param folder an empty one @param canary a value that is in each of the planted files */
export function plantSources(folder: string, canary: string): void {
  const options = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const names = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    options,
  );
  for (const name of names.split('\0').filter((one) => one !== '')) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(name, join(folder, name), { verbatimSymlinks: true });
  }
  for (const name of plantedFiles) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), `CANARY_KEY=${canary}\n`);
  }
}

/** @param target a stage; left out, the image */
export async function buildImage(
  engine: Engine,
  folder: string,
  tag: string,
  target?: string,
): Promise<void> {
  const stage = target === undefined ? [] : ['--target', target];
  await promisify(execFile)(join(folder, 'container/build.sh'), [tag], {
    cwd: folder,
    timeout: slow(570_000),
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      ENGINE: engine.words,
      BASE_IMAGE: base,
      SOURCE_DATE_EPOCH: timestamp,
      BUILD_OPTIONS: [...engine.machine.limits, ...stage].join(' '),
    },
  });
}
