// Writes what is published of the settings: schemas/config.schema.json and the table of docs/configuration.md.
//   node dist-test/scripts/write-configuration.js
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { replaceBetweenMarks } from '../bench/render/replace-between-marks.js';
import { renderJsonSchema } from '../src/config/settings-schema.js';
import { renderSettingsTable, settingsMarks, settingsPage } from './config/render-settings-table.js';

const schema = 'schemas/config.schema.json';

mkdirSync(dirname(schema), { recursive: true });
writeFileSync(schema, renderJsonSchema());
const page = readFileSync(settingsPage, 'utf8');
writeFileSync(settingsPage, replaceBetweenMarks(page, settingsMarks, renderSettingsTable()));
process.stdout.write(`${schema} and ${settingsPage} show the settings now\n`);
