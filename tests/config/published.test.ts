// What is published of the settings is what the program does: the schema, the table, the example, the options.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { replaceBetweenMarks } from '../../bench/render/replace-between-marks.js';
import {
  renderSettingsTable,
  settingsMarks,
  settingsPage,
} from '../../scripts/config/render-settings-table.js';
import { parseSettingsText } from '../../src/config/read-settings-file.js';
import { flagOf, gatewayRows, httpRows, settingRows } from '../../src/config/setting-rows.js';
import { pymcp } from '../support/command-line.js';

interface Property {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly additionalProperties?: boolean | Property;
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

const schemaText = readFileSync('schemas/config.schema.json', 'utf8');
const schema = JSON.parse(schemaText) as Property;

function find(key: string): Property | undefined {
  return key.split('.').reduce<Property | undefined>((inner, part) => inner?.properties?.[part], schema);
}

describe('schemas/config.schema.json', () => {
  it('is what the program prints (make config-docs)', async () => {
    assert.equal((await pymcp(['config', 'schema'])).stdout, schemaText);
  });

  it('has a description, a default and bounds for every setting', () => {
    for (const { key, kind, fallback } of settingRows) {
      const property = find(key);
      assert.match(property?.description ?? '', /\. Variable PYMCP_\w+, flag --[\w-]+\.$/, key);
      assert.equal(property?.default !== undefined, fallback !== null, key);
      if (kind.type === 'number')
        assert.deepEqual([property?.minimum, property?.maximum], [kind.least, kind.most], key);
    }
  });

  it('allows no other key', () => {
    const groups = [schema, ...Object.values(schema.properties ?? {})].filter(
      ({ type }) => type === 'object',
    );
    const named = settingRows.flatMap(({ key }) => (key.includes('.') ? [key.split('.')[0]] : []));
    // The whole, and the secrets, which have no rows.
    assert.equal(groups.length, new Set(named).size + 2);
    for (const group of groups)
      // Of secrets the names are free, and what is said of each is not.
      assert.equal(
        typeof group.additionalProperties === 'object'
          ? group.additionalProperties.additionalProperties
          : group.additionalProperties,
        false,
      );
  });
});

describe('docs/configuration.md', () => {
  const page = readFileSync(settingsPage, 'utf8');

  it('has the table of the settings (make config-docs)', () => {
    assert.equal(page, replaceBetweenMarks(page, settingsMarks, renderSettingsTable()));
  });

  it('shows a file that fits', () => {
    const example = /^```json\n([\s\S]*?)^```/m.exec(page)?.[1] ?? '';
    assert.equal(parseSettingsText(example, 'config.json').size, 6);
  });
});

describe('the options', () => {
  it('of every gateway are in its help, and those of a run bear the same names', async () => {
    const names = ['stdio', 'serve', 'run'];
    const [stdio, serve, run] = await Promise.all(names.map((name) => pymcp([name, '--help'])));
    const flagsIn = (text = ''): string[] => text.match(/^ {2}--[\w-]+/gm)?.map((flag) => flag.trim()) ?? [];
    const shared = [...gatewayRows.map(flagOf), '--config'];
    assert.deepEqual(flagsIn(stdio?.stdout), [...shared, '--attach']);
    assert.deepEqual(flagsIn(serve?.stdout), ['--json', ...shared, ...httpRows.map(flagOf)]);
    for (const flag of ['--env', '--timeout', '--memory', '--strict', '--config'])
      assert.ok(flagsIn(run?.stdout).includes(flag), flag);
  });
});
