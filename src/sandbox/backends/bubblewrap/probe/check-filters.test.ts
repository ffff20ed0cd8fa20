import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toLandlockFix } from './check-filters.js';

describe('switching Landlock on', () => {
  it('keeps the security modules that are active', () => {
    assert.match(
      toLandlockFix('lockdown,capability,yama,apparmor\n'),
      /lsm=landlock,lockdown,capability,yama,apparmor /,
    );
  });

  it('says that there may be others where the kernel does not list them', () => {
    assert.match(toLandlockFix(null), /lsm=landlock,… /);
  });
});
