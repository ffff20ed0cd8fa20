// Writes docs/backends/README.md: what each backend can, and how the hostile corpus went with each.
//   node dist-test/scripts/write-backends.js
import { writeFileSync } from 'node:fs';
import { loadCorpus } from '../src/verify/load-corpus.js';
import { readRecords } from './backends/backend-record.js';
import { backendsPage, renderBackends } from './backends/render-backends.js';

const { attacks } = await loadCorpus();
writeFileSync(
  backendsPage,
  renderBackends(
    readRecords(),
    attacks.map(({ name }) => name),
  ),
);
process.stdout.write(`${backendsPage} shows the backends now\n`);
