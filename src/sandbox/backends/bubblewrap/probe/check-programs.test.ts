import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeBubblewrap } from './check-programs.js';

describe('a version of bubblewrap', () => {
  it('before 0.12 is told about CVE-2026-87766, and why it does no harm here', () => {
    assert.match(
      describeBubblewrap('/usr/bin/bwrap', '0.11.2', 0o755),
      /CVE-2026-87766 .*cannot be used here/,
    );
    for (const version of ['0.12.0', '1.0.0']) {
      assert.equal(describeBubblewrap('/usr/bin/bwrap', version, 0o755), `${version}, /usr/bin/bwrap`);
    }
  });

  it('that is setuid is told so', () => {
    assert.match(describeBubblewrap('/usr/bin/bwrap', '0.12.0', 0o4755), /setuid root/);
  });
});
