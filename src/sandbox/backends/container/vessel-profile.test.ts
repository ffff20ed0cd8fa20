import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refused } from '../bubblewrap/seccomp/table.js';
import { undecidedCallsOf } from './to-seccomp-profile.js';
import { vesselProfile } from './vessel-profile.js';

const allowedCalls = new Set(
  vesselProfile.syscalls
    .filter(({ action, args }) => action === 'SCMP_ACT_ALLOW' && args === undefined)
    .flatMap(({ names }) => names),
);
const ofTheSeal = new Set([
  'seccomp',
  'capset',
  'landlock_create_ruleset',
  'landlock_add_rule',
  'landlock_restrict_self',
]);

describe('the profile around a container', () => {
  it('decides every call that the jail decides by its arguments', () => {
    assert.deepEqual(undecidedCallsOf(vesselProfile), []);
  });

  it('allows of what the jail refuses the seal alone', () => {
    const more = refused.flatMap(({ calls }) => calls).filter((name) => allowedCalls.has(name));
    assert.deepEqual(new Set(more), ofTheSeal);
  });

  it('lets nobody enter a new namespace but of control groups, which whoever has no privilege cannot enter either', () => {
    const rules = vesselProfile.syscalls.filter(({ names }) => names.includes('clone'));
    assert.deepEqual(
      rules.map(({ args }) => args),
      [[{ index: 0, value: 0x7e020080, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }]],
    );
    assert.deepEqual(
      vesselProfile.syscalls.filter(({ names }) => names.includes('unshare')).map(({ args }) => args),
      [[{ index: 0, value: 0x02000000, op: 'SCMP_CMP_EQ' }]],
    );
    for (const name of ['unshare', 'setns', 'clone3', 'mount'])
      assert.equal(allowedCalls.has(name), false, name);
  });
});
