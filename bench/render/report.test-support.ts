// A report with a row of every kind.
import type { Report } from '../report.js';
import { judge } from '../targets.js';

export const sampleReport: Report = {
  machine: {
    date: '2026-11-25',
    processors: '2 × some processor',
    kernel: '6.18',
    node: '20.20.2',
    python: '3.11.2',
    bubblewrap: '0.8.0',
    version: '0.1.0',
    loadBefore: 0.5,
  },
  options: { rounds: 40, pauseMs: 25, only: [] },
  held: { why: 'no jail' },
  scenarios: [
    {
      name: 'stateless',
      title: 'A run of `pass`',
      seconds: 3,
      kind: 'measured',
      rows: [
        {
          kind: 'measured',
          label: 'plain <python>',
          side: 'baseline',
          unit: 'ms',
          summary: { rounds: 40, p50: 11.12, p95: 12, min: 10 },
          ratio: { to: 'plain <python>', value: 1 },
          verdicts: [],
        },
        {
          kind: 'measured',
          label: 'pool',
          side: 'ours',
          unit: 'ms',
          summary: { rounds: 40, p50: 8.5, p95: 9, min: 8 },
          ratio: { to: 'plain <python>', value: 0.764 },
          verdicts: [judge('statelessRun', 0.764)],
        },
        { kind: 'absent', label: 'other | one', side: 'baseline', why: 'not installed' },
        { kind: 'failed', label: 'broken', side: 'ours', why: 'no luck' },
      ],
      notes: ['a note'],
    },
    { name: 'memory', title: 'Memory', seconds: 0, kind: 'failed', why: 'nothing to look at' },
  ],
  baselines: {},
};
