// Measures one half of the functions of known complexity in a jail, as `pymcp analyze` does, and prints a line of JSON for each
// function and kind of input.
//   node dist-test/scripts/measure-corpus.js HALF [--only PART-OF-A-NAME] [--seconds EACH] >samples.jsonl
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toCaller } from '../src/core/caller.js';
import type { InputFile } from '../src/core/exchanged-file.js';
import { parseLimits } from '../src/core/limits.js';
import { parseEnvironmentName } from '../src/core/names.js';
import { readProgramFiles } from '../src/services/algorithms/analysis-program.js';
import { openExecutor } from '../src/services/python/python-service.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, seconds: { type: 'string', default: '5' } },
});
const [half = ''] = positionals;
const bench = join('bench', 'algorithms');
const environment = parseEnvironmentName('python');

function readCorpus(): readonly InputFile[] {
  const names = readdirSync(join(bench, 'corpus'), { recursive: true, encoding: 'utf8' });
  const paths = ['measure_half.py', ...names.map((name) => `corpus/${name}`)];
  return paths
    .filter((path) => path.endsWith('.py'))
    .map((path) => ({ path, bytes: readFileSync(join(bench, path)) }));
}

const wallMs = 600_000;
const executor = openExecutor({
  environment,
  limits: {},
  strict: false,
  onProblem: (problem) => {
    console.error(problem);
  },
});
try {
  const given = JSON.stringify(['measure_half.py', half, values.only, values.seconds]);
  const { outcome } = await executor.run(
    {
      code: `import sys\nsys.argv = ${given}\nimport measure_half\nmeasure_half.main()\n`,
      ...{ fileName: 'main.py', environment, files: [...(await readProgramFiles()), ...readCorpus()] },
      limits: parseLimits({ wallMs }),
      origin: { caller: toCaller('command-line'), service: 'algorithms', tool: 'measure-corpus' },
    },
    {
      onStdout: (chunk) => {
        process.stdout.write(chunk);
        return undefined;
      },
    },
  );
  if (outcome.status !== 'completed') {
    console.error(outcome);
    process.exitCode = 1;
  }
} finally {
  await executor.close();
}
