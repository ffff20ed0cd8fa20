// Writes the table of docs/cis.md from what the container is checked by.
//   node dist-test/scripts/write-cis.js
import { readFileSync, writeFileSync } from 'node:fs';
import { replaceBetweenMarks } from '../bench/render/replace-between-marks.js';
import { benchmark } from '../tests/container/cis/benchmark.js';
import { cisMarks, cisPage, renderCis } from './container/render-cis.js';

writeFileSync(cisPage, replaceBetweenMarks(readFileSync(cisPage, 'utf8'), cisMarks, renderCis(benchmark)));
process.stdout.write(`${cisPage} shows the benchmark now\n`);
