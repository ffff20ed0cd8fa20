// The seccomp profile of the container is what its generator makes, and lets through what the jail needs and no more.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { argumentRules } from '../../src/sandbox/backends/bubblewrap/seccomp/argument-rules.js';
import { allowed, refused } from '../../src/sandbox/backends/bubblewrap/seccomp/table.js';
import { gatewayCalls } from './gateway-calls.js';
import {
  renderSeccompProfile,
  seccompProfilePath,
  toSeccompProfile,
  undecidedCalls,
} from './to-seccomp-profile.js';

describe('container/seccomp.json', () => {
  const { syscalls, defaultAction } = toSeccompProfile();
  const passing = (name: string) =>
    syscalls.filter(({ names, action }) => action === 'SCMP_ACT_ALLOW' && names.includes(name));

  it('is what is generated (make container-files)', () => {
    assert.equal(readFileSync(seccompProfilePath, 'utf8'), renderSeccompProfile());
  });

  it('lets through every call that a sandbox may make, since no filter inside can loosen it', () => {
    const calls = [...allowed.flatMap((group) => group.calls), ...Object.keys(argumentRules)];
    assert.deepEqual(
      calls.filter((name) => passing(name).length === 0),
      [],
    );
    assert.deepEqual(undecidedCalls(), []);
  });

  it('refuses what the jail refuses, but for what the gateway is named to need', () => {
    const needed = new Set<string>(gatewayCalls.flatMap(({ calls }) => calls));
    assert.equal(defaultAction, 'SCMP_ACT_ERRNO');
    for (const name of refused.flatMap(({ calls }) => calls))
      assert.equal(passing(name).length > 0, needed.has(name), name);
  });

  it('names no call in two groups, whatever its answer', () => {
    const names = syscalls.filter(({ args }) => args === undefined).flatMap((rule) => rule.names);
    assert.equal(new Set(names).size, names.length);
    // What arguments decide is nowhere allowed as a whole.
    for (const name of ['ioctl', 'socket', 'socketpair', 'personality'])
      assert.ok(!names.includes(name), name);
  });

  it('opens no socket but Unix, IP and netlink, and types into no terminal', () => {
    const values = (name: string) => passing(name).flatMap(({ args = [] }) => args.map(({ value }) => value));
    assert.deepEqual(values('socket'), [1, 2, 10, 16]);
    for (const ioctl of [0x5412 /* TIOCSTI */, 0x541c /* TIOCLINUX */])
      assert.ok(!values('ioctl').includes(ioctl));
  });
});
