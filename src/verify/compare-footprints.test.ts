import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { GatewayFootprint } from '../host/gateway-footprint.js';
import { compareFootprints } from './compare-footprints.js';

const before: GatewayFootprint = {
  descriptors: 20,
  processes: 3,
  sandboxed: 0,
  mounts: 60,
  groups: ['/cgroup/gw-1-a'],
  files: ['/run/gw-1-a', '/run/gw-1-a/socket'],
};

describe('what a gateway holds of the machine', () => {
  it('is the same where nothing was left', () => {
    assert.deepEqual(compareFootprints({ ...before }, before), []);
  });

  const changes: Readonly<Record<string, [Partial<GatewayFootprint>, string]>> = {
    'a descriptor': [{ descriptors: 21 }, '1 descriptors more than before'],
    'a process': [{ processes: 5 }, '2 processes more than before'],
    'a mount': [{ mounts: 61 }, '1 mounts more than before'],
    'a control group': [{ groups: ['/cgroup/gw-1-a', '/cgroup/gw-1-a/s7'] }, '/cgroup/gw-1-a/s7 is left'],
    'a file': [{ files: [...before.files, '/run/gw-1-a/x'] }, '/run/gw-1-a/x is left'],
    'a process of its own that is gone': [{ processes: 2 }, '1 processes of the gateway are gone'],
    'a mount of its own that is gone': [{ mounts: 59 }, '1 mounts of the gateway are gone'],
  };
  for (const [what, [change, said]] of Object.entries(changes)) {
    it(`is not: ${what}`, () => {
      assert.deepEqual(compareFootprints({ ...before, ...change }, before), [said]);
    });
  }
});
