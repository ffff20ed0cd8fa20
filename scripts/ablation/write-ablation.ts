// Writes what was found into docs/ablation.md, between its marks.
import { readFileSync, writeFileSync } from 'node:fs';
import { replaceBetweenMarks } from '../../bench/render/replace-between-marks.js';
import type { Attack } from '../../src/verify/attack.js';
import type { AblationResults } from './ablation-results.js';
import { renderAblation } from './render-ablation.js';

const page = 'docs/ablation.md';
const marks = { begin: '<!-- ablation: begin -->', end: '<!-- ablation: end -->' };

export function writeAblation(attacks: readonly Attack[], results: AblationResults): void {
  const text = renderAblation(attacks, results.controls, results.notices);
  writeFileSync(page, replaceBetweenMarks(readFileSync(page, 'utf8'), marks, text));
  process.stdout.write(`${page} shows it now\n`);
}
