// Proves: jail.kernel, net.none. A container of Docker's holds the attacks on what leads out of it and on what it is told of the host.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../../src/sandbox/backend-contract.js';
import { packageRoot } from '../../src/host/package-root.js';
import { makeOrdinaryUser } from '../support/as-ordinary-user.js';
import { useDockerDaemon } from '../support/docker-daemon.js';
import { askPymcp, toVerdicts } from '../support/verify-attack.js';

useDockerDaemon();

const attacks = [
  'kernel/who-am-i',
  'files/traces-of-the-host',
  'network/path-sockets',
  'egress/relay-from-inside',
];

type Who = Parameters<typeof askPymcp>[0];

/** Asked when the daemon is there, which the environment names. */
const here = (): Who => ({
  ...{ uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 },
  ...{ env: { ...process.env } as Record<string, string>, folder: packageRoot() },
});

describe('a container of Docker', () => {
  for (const attack of attacks) it(`holds ${attack}`, () => expectHeld(here(), attack));

  it('is what doctor says that it is: with a user namespace of its own, and all looked at from inside and outside', async () => {
    const { findings } = JSON.parse(await askPymcp(here(), 'doctor', '--backend', 'docker', '--json')) as {
      findings: readonly Finding[];
    };
    for (const wanted of ['own-user-namespace', 'seen-inside', 'seen-outside', 'forbidden'])
      assert.equal(findings.find(({ name }) => name === wanted)?.state, 'ok', wanted);
  });

  if (process.getuid?.() === 0)
    it('holds them as an ordinary user', async () => {
      const user = makeOrdinaryUser(['dist']);
      try {
        for (const attack of attacks) await expectHeld(user, attack);
      } finally {
        user.remove();
      }
    });
});

async function expectHeld(who: Who, attack: string): Promise<void> {
  const said = await askPymcp(who, 'verify', '--backend', 'docker', '--only', attack, '--json');
  assert.deepEqual(toVerdicts(said), [['held', []]], attack);
}
