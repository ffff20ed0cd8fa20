import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listCreated } from './list-created.js';
import type { Survey } from './survey-workspace.js';

const survey = (named: Readonly<Record<string, string>>): Survey => ({
  places: [],
  targets: new Map(),
  changes: new Map(),
  named: new Map(Object.entries(named)),
});

describe('listCreated', () => {
  it('names what was not there, and what something else has taken the place of', () => {
    const before = survey({ '.git': 'folder 1:2', '.env': 'other 1:3', '.mcp.json': 'link 1:4' });
    const after = survey({ '.git': 'folder 1:2', '.mcp.json': 'other 1:9', 'a/.vscode': 'folder 1:5' });
    assert.deepEqual(listCreated(before, after), ['.mcp.json', 'a/.vscode']);
  });

  it('shows bytes as text that nothing obeys', () => {
    assert.deepEqual(listCreated(survey({}), survey({ '.env\x1b': 'x', '.env\xc3\xa9': 'y' })), [
      '.env\\x1b',
      '.envé',
    ]);
  });

  it('is capped, and says so', () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`${index}/.git`, 'x']));
    const created = listCreated(survey({}), survey(many));
    assert.equal(created.length, 101);
    assert.equal(created.at(-1), '… and 150 more');
  });
});
