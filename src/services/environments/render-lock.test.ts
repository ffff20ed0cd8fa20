import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRequirements } from './parse-requirements.js';
import { renderLock } from './render-lock.js';
import { isPinned } from './requirement.js';

describe('renderLock', () => {
  it('writes what can be read as requirements again, whatever the file was called', () => {
    const archive = { version: '1.0', file: 'x.whl', kind: 'wheel' } as const;
    const lock = renderLock(
      [
        { ...archive, name: 'two', sha256: 'b'.repeat(64), extras: [] },
        { ...archive, name: 'one', sha256: 'a'.repeat(64), extras: ['more', 'all'] },
      ],
      {
        requirementsFile: 'a\nevil==1',
        pythonVersion: '3.11.2',
        index: 'https://packages.example.org/',
        by: 'pip',
      },
    );
    const found = parseRequirements(lock);
    assert.ok(found.every(isPinned));
    assert.deepEqual(
      found.map(({ name, extras }) => [name, extras]),
      [
        ['one', ['all', 'more']],
        ['two', []],
      ],
    );
  });
});
