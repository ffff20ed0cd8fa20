// Records what `pymcp verify --json` said of a backend on this machine as data of docs/backends/results/, of which `make backend-docs`
// makes the table of docs/backends/README.md.
//   pymcp verify --backend NAME --json | node dist-test/scripts/record-backend.js [--rootless]
// The last where the engine is a daemon of an ordinary user's own.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { resultsFolder, toRecord, toRecordName } from './backends/backend-record.js';

const { values } = parseArgs({ options: { rootless: { type: 'boolean', default: false } } });
const record = toRecord(JSON.parse(await text(process.stdin)), values.rootless);
mkdirSync(resultsFolder, { recursive: true });
const path = join(resultsFolder, toRecordName(record));
writeFileSync(path, `${JSON.stringify(record, null, 2)}\n`);
process.stdout.write(`${path} has what was found now\n`);
