// The page about the filter shows the filter.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { replaceBetweenMarks } from '../../bench/render/replace-between-marks.js';
import {
  renderSystemCalls,
  systemCallMarks,
  systemCallPage,
} from '../../scripts/seccomp/render-system-calls.js';
import { syscallNames } from '../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';

describe('docs/system-calls.md', () => {
  const page = readFileSync(systemCallPage, 'utf8');

  it('has the tables of the filter (make system-call-docs)', () => {
    assert.equal(page, replaceBetweenMarks(page, systemCallMarks, renderSystemCalls()));
  });

  it('has every call, with its numbers and its answer', () => {
    const rows = page.match(
      /^\| `\w+` \| (?:\d+|–) \| (?:\d+|–) \| (?:allowed|E[A-Z]+|by its arguments) \|/gm,
    );
    assert.equal(rows?.length, syscallNames.length);
  });
});
