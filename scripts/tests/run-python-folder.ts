// Runs the unittest tests of one folder under Debian's Python and counts them.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { slow } from '../../tests/support/time.js';
import type { Tally } from './tally.js';

/** Every folder of Python tests; one that is missing or empty is a failure. */
export const pythonFolders = ['guest/tests', 'algorithms/tests', 'bench/algorithms/tests'] as const;

/** Seen from where this file is compiled to. */
const runner = fileURLToPath(new URL('../../../scripts/tests/run_unittest.py', import.meta.url));

const folderMs = slow(300_000);

type Line =
  | { readonly outcome: 'passed'; readonly test: string; readonly ms: number }
  | { readonly outcome: 'failed'; readonly test: string; readonly detail: string }
  | { readonly outcome: 'done'; readonly count: number };

/** @param folder relative to the repository */
export async function runPythonFolder(folder: string, tally: Tally): Promise<void> {
  const python = spawn('/usr/bin/python3', ['-I', '-B', runner, folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: folderMs,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<string>((resolve) => {
    python.once('error', (error) => {
      resolve(error.message);
    });
    python.once('close', (code, signal) => {
      resolve(`exit ${String(code ?? signal)}`);
    });
  });
  let errors = '';
  python.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));

  let count: number | undefined;
  for await (const text of createInterface({ input: python.stdout })) {
    const line = JSON.parse(text) as Line;
    if (line.outcome === 'done') count = line.count;
    else if (line.outcome === 'passed') tally.pass(`${folder} › ${line.test}`, line.ms);
    else tally.fail(`${folder} › ${line.test}`, line.detail);
  }
  const how = await ended;
  if (count === undefined) tally.fail(folder, `did not come to its end: ${how}\n${errors}`);
  else if (count === 0) tally.fail(folder, 'no test in this folder');
}
