// Each backend where systemd has set the machine up: the folder of the gateways lies on a file system that is mounted nosuid, nodev
// and noexec, flags that a user namespace of one's own may not take away (mount_namespaces(7)). Docker's daemon, which would not
// see it, is left out. Needs root.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { namedBackends } from '../../src/core/backend-names.js';
import { runWithin } from '../support/within-mounts.js';

const asSystemdHasIt = 'mount -t tmpfs -o nosuid,nodev,noexec,mode=755 tmpfs /run';

describe('with a runtime folder on a file system from which nothing is executed', () => {
  for (const backend of namedBackends.filter((name) => name !== 'docker'))
    it(`a program runs, held by ${backend}`, async () => {
      const { exitCode, stdout, stderr } = await runWithin(asSystemdHasIt, [
        'run',
        '--backend',
        backend,
        '-',
      ]);
      assert.deepEqual([exitCode, stdout], [0, 'ran\n'], stderr);
    });
});
