import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EnvironmentRecord } from '../../core/environment-record.js';
import { parseEnvironmentName } from '../../core/names.js';
import { parseRecord, renderRecord } from './record-text.js';

const record: EnvironmentRecord = {
  format: 1,
  name: parseEnvironmentName('maps'),
  content: 'a'.repeat(64),
  python: '/usr/bin/python3',
  pythonVersion: '3.11.2',
  preload: ['shapely', 'shapely.geometry'],
  packages: [
    {
      name: 'shapely',
      version: '2.0.1',
      sha256: 'b'.repeat(64),
      file: 'shapely-2.0.1-py3-none-any.whl',
      kind: 'wheel',
    },
  ],
  index: 'http://127.0.0.1:8080/simple/',
  created: '2026-11-26T15:00:00.000Z',
};

const changed = (change: object): string => JSON.stringify({ ...record, ...change });

describe('the record of an environment', () => {
  it('is read as it was written', () => {
    assert.deepEqual(parseRecord(renderRecord(record)), { kind: 'record', record });
  });

  it('of a newer version is told from one that is damaged', () => {
    assert.deepEqual(parseRecord(changed({ format: 2, whatever: true })), { kind: 'unknown-format' });
    assert.deepEqual(parseRecord(changed({ format: 0 })), { kind: 'malformed' });
  });

  for (const [what, text] of [
    ['half a file', renderRecord(record).slice(0, -20)],
    ['a field too many', changed({ interpreter: '/bin/sh' })],
    ['content that is a path', changed({ content: `../../${'a'.repeat(58)}` })],
    ['a name that leads elsewhere', changed({ name: '../maps' })],
    ['a name that every object has', changed({ name: 'constructor' })],
    ['a relative interpreter', changed({ python: 'python3' })],
    ['a module that is code', changed({ preload: ['os; import sys'] })],
    [
      'a package that is not normalised',
      changed({ packages: [{ ...record.packages[0], name: 'Shape_ly' }] }),
    ],
    ['a line break', changed({ index: 'http://127.0.0.1/\nX' })],
  ] as const)
    it(`is refused with ${what}`, () => {
      assert.deepEqual(parseRecord(text), { kind: 'malformed' });
    });
});
