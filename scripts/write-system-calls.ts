// Writes the tables of docs/system-calls.md from what the filter is built of.
//   node dist-test/scripts/write-system-calls.js
import { readFileSync, writeFileSync } from 'node:fs';
import { replaceBetweenMarks } from '../bench/render/replace-between-marks.js';
import { renderSystemCalls, systemCallMarks, systemCallPage } from './seccomp/render-system-calls.js';

const page = readFileSync(systemCallPage, 'utf8');
writeFileSync(systemCallPage, replaceBetweenMarks(page, systemCallMarks, renderSystemCalls()));
process.stdout.write(`${systemCallPage} shows the filter's table now\n`);
