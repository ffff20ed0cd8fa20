// Writes what is published of the promises: docs/promises.md and the table of SECURITY.md.
//   node dist-test/scripts/write-promises.js
import { readFileSync, writeFileSync } from 'node:fs';
import { replaceBetweenMarks } from '../bench/render/replace-between-marks.js';
import { collectEvidence } from './promises/collect-evidence.js';
import { readSources } from './promises/read-sources.js';
import {
  promisesPage,
  renderPromises,
  renderSecurityTable,
  securityMarks,
  securityPage,
} from './promises/render-promises.js';

writeFileSync(promisesPage, renderPromises(collectEvidence(readSources())));
const page = readFileSync(securityPage, 'utf8');
writeFileSync(securityPage, replaceBetweenMarks(page, securityMarks, renderSecurityTable()));
process.stdout.write(`${promisesPage} and ${securityPage} show the promises now\n`);
