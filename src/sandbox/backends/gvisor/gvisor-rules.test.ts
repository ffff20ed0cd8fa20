import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildFilter } from '../bubblewrap/seccomp/filter.js';
import { gvisorRules } from './gvisor-rules.js';

describe('gvisorRules', () => {
  it('changes the filter of both architectures, and keeps within what the kernel takes (4096 instructions)', () => {
    for (const architecture of ['x64', 'arm64'] as const) {
      const { instructions } = buildFilter(architecture, gvisorRules);
      assert.ok(instructions > buildFilter(architecture).instructions);
      assert.ok(instructions < 4096);
    }
  });
});
