// `make bench`: prints ratios against a baseline that is measured in the same run.
//   node dist-test/bench/main.js [--rounds N] [--pause MS] [--json]
import { parseArgs } from 'node:util';
import { measureColdRuns } from './cold-run.js';
import { renderReport } from './render-report.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    pause: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
  },
});

const report = await measureColdRuns({
  rounds: parseCount('--rounds', values.rounds, 1),
  pauseMs: parseCount('--pause', values.pause, 0),
});
process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : renderReport(report));

function parseCount(option: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`${option} takes a whole number from ${least} up, not ${text}`);
}
