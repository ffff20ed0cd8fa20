// Random inputs at length: a line for each target, with how many inputs there were and which way they went, then the total. Each
// target runs in a process of its own with little memory, two at a time.
//   node dist-test/scripts/fuzz.js             FUZZ_FACTOR, FUZZ_SEED, FUZZ_ONLY and FUZZ_INPUTS say how many, and which
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type FuzzTarget, readFuzzOptions } from '../tests/fuzz/fuzz-target.js';
import { allTargets } from '../tests/fuzz/targets/all-targets.js';

const heapMb = 384;
const concurrency = 2;

const { factor, seed, inputs } = readFuzzOptions(process.env);
const countOf = (target: FuzzTarget): number => inputs ?? Math.ceil(target.inputs * factor);
const only = process.env['FUZZ_ONLY'] ?? '';

async function runHere(target: FuzzTarget): Promise<void> {
  const { ways } = await target.run({ inputs: countOf(target), seed });
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const peakMb = Math.round(maxRSS / 1024);
  const cpuSeconds = ((userCPUTime + systemCPUTime) / 1_000_000).toFixed(1);
  const shown = [...ways].map(([way, count]) => `${count} ${way}`);
  process.stdout.write(
    `${shown.slice(0, 3).join(', ')}${shown.length > 3 ? ', …' : ''}; ${cpuSeconds} s of processor time, ${peakMb} MB`,
  );
}

/** @returns whether it held */
async function runApart(target: FuzzTarget): Promise<boolean> {
  const started = Date.now();
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${heapMb}`, fileURLToPath(import.meta.url), target.name],
    { env: { ...process.env, FUZZ_SEED: String(seed) }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const [said, [code]] = await Promise.all([text(child.stdout), ended]);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const mark = code === 0 ? '✔' : '✖';
  process.stdout.write(`${mark} ${target.name}: ${countOf(target)} inputs in ${seconds} s (${said})\n`);
  return code === 0;
}

async function runAll(targets: readonly FuzzTarget[]): Promise<boolean> {
  const started = Date.now();
  const waiting = [...targets];
  let held = 0;
  const work = async (): Promise<void> => {
    for (let target = waiting.shift(); target !== undefined; target = waiting.shift())
      if (await runApart(target)) held += 1;
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const total = targets.reduce((sum, target) => sum + countOf(target), 0);
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(
    `\n${total} inputs for ${targets.length} targets in ${seconds} s, seed ${seed}: ${held} held, ${targets.length - held} failed\n`,
  );
  return held === targets.length && targets.length > 0;
}

const [named] = process.argv.slice(2);
const one = allTargets.find(({ name }) => name === named);
if (one !== undefined) await runHere(one);
else process.exitCode = (await runAll(allTargets.filter(({ name }) => name.includes(only)))) ? 0 : 1;
