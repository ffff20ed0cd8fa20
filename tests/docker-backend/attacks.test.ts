// Proves: jail.kernel, net.none. A container of Docker's holds the attacks on what leads out of it and on what it is told of the host.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { packageRoot } from '../../src/host/package-root.js';
import { makeOrdinaryUser } from '../support/as-ordinary-user.js';
import { useDockerDaemon } from '../support/docker-daemon.js';
import { askPymcp, toVerdicts } from '../support/verify-attack.js';

useDockerDaemon();

const attacks = ['files/traces-of-the-host', 'network/path-sockets', 'egress/relay-from-inside'];

describe('a container of Docker', () => {
  for (const attack of attacks)
    it(`holds ${attack}`, async () => {
      const { uid = -1, gid = -1 } = { uid: process.getuid?.(), gid: process.getgid?.() };
      const here = { uid, gid, env: { ...process.env } as Record<string, string>, folder: packageRoot() };
      await expectHeld(here, attack);
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

async function expectHeld(who: Parameters<typeof askPymcp>[0], attack: string): Promise<void> {
  const said = await askPymcp(who, 'verify', '--backend', 'docker', '--only', attack, '--json');
  assert.deepEqual(toVerdicts(said), [['held', []]], attack);
}
