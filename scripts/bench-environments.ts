// How long `pymcp env create` takes beside plain `pip install --target` of the same wheels, from the same index on loopback, by turns. The
// wheels are made on the spot and are of the size and make of numpy's. docs/environments.md has what came out.
// Nothing is removed between the rounds: ext4 does not use the numbers of removed files again for up to six minutes, and looks through all
// of them for each new file (recently_deleted in fs/ext4/ialloc.c), so that whoever comes next would be measured with what went before.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { summarize } from '../bench/statistics.js';
import { pymcp } from '../tests/support/command-line.js';
import { openPackageIndex } from '../tests/support/package-index.js';
import { makeWheel, toRequirements, type BuiltArchive } from '../tests/support/wheels/make-wheel.js';
import { runPip } from '../tests/support/wheels/run-pip.js';

const median = (samples: readonly number[]): number => summarize(samples).p50;
const rounds = Number(process.argv[2] ?? '5');
const most = 1.3;

const index = await openPackageIndex();
const folder = mkdtempSync(join(tmpdir(), 'pymcp-bench-environments-'));
try {
  const archives = [
    makeLargeWheel(),
    makeWheel({ name: 'small-one' }),
    makeWheel({ name: 'small-two', requires: ['small-one'] }),
  ];
  for (const archive of archives) index.add(archive);
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, toRequirements(archives));
  const [size = 0] = archives.map(({ bytes }) => bytes.length / 1_000_000);
  process.stdout.write(`a wheel of ${size.toFixed(1)} MB and two small ones, ${rounds} rounds by turns\n`);
  const [ours, plain]: [number[], number[]] = [[], []];
  // The first of each fills what the machine keeps of files.
  for (let round = 0; round <= rounds; round += 1) {
    const both = [
      await timeOurs(requirements, `bench_${round}`),
      await timePip(requirements, round),
    ] as const;
    if (round === 0) continue;
    ours.push(both[0]);
    plain.push(both[1]);
    process.stdout.write(`  env create ${say(both[0])}   pip install --target ${say(both[1])}\n`);
  }
  const ratio = median(ours) / median(plain);
  process.stdout.write(
    `median: env create ${say(median(ours))}, pip ${say(median(plain))}, ratio ${ratio.toFixed(2)} (wanted: at most ${most})\n`,
  );
  process.exitCode = ratio <= most ? 0 : 1;
} finally {
  await index.close();
  rmSync(folder, { recursive: true, force: true });
}

/** From the first command to the environment that is there; its cache is empty each time, as that of pip is. */
async function timeOurs(requirements: string, name: string): Promise<number> {
  const home = join(folder, `home-${name}`);
  mkdirSync(home, { mode: 0o700 });
  const env = { PATH: '/usr/bin:/bin', HOME: home, LC_ALL: 'C.UTF-8' };
  const started = performance.now();
  const args = ['env', 'create', name, '--requirements', requirements, '--index', index.url];
  const { exitCode, stderr } = await pymcp(args, '', { env });
  const ms = performance.now() - started;
  if (exitCode !== 0) throw new Error(`env create ended with ${exitCode}: ${stderr}`);
  return ms;
}

async function timePip(requirements: string, round: number): Promise<number> {
  const target = join(folder, `target-${round}`);
  const started = performance.now();
  const args = ['install', '--target', target, '--require-hashes', '--index-url', index.url];
  const { status, output } = await runPip([...args, '--requirement', requirements]);
  const ms = performance.now() - started;
  if (status !== 0 || !existsSync(join(target, 'large')))
    throw new Error(`pip ended with ${status}: ${output}`);
  return ms;
}

/** As numpy 1.26 for Linux: 18 MB, unpacked some 60 MB; libraries of a few megabytes, and hundreds of modules and tests. */
function makeLargeWheel(): BuiltArchive {
  const files: Record<string, string | Buffer> = { 'large/__init__.py': '__version__ = "1.0"\n' };
  let seed = 1;
  const next = (): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) | 0;
    return seed >>> 4;
  };
  for (let index = 0; index < 500; index += 1) {
    const functions = Array.from(
      { length: 40 },
      (_, at) =>
        `def function_${at}(left, right=${next() % 1000}):\n    """Adds ${next()} to what is given."""\n    if left > ${next() % 100}:\n        return left + right * ${next()}\n    return [left, right, ${next()}]\n\n\n`,
    );
    files[`large/part_${index % 20}/module_${index}.py`] = functions.join('');
  }
  for (let index = 0; index < 7; index += 1) {
    // Machine code deflates to somewhat less than half.
    const library = Buffer.alloc(3_500_000);
    for (let at = 0; at < library.length; at += 4)
      library.writeInt32LE(next() & (at % 12 === 0 ? 0x7fffffff : 0xfff), at);
    files[`large/core/_library_${index}.cpython-311-x86_64-linux-gnu.so`] = library;
  }
  return makeWheel({ name: 'large', files, tag: 'py3-none-any' });
}

function say(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
