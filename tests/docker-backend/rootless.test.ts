// Proves: user.mcp, fail.closed, jail.once. A rootless Docker daemon holds sandboxes as the contract of all backends has it, shows them a
// network and packages, leaves nothing, and holds the attacks on what its sandboxes have and those of root's daemon do not: a user
// namespace, and a user outside who owns nothing. Needs rootlesskit, and fails without it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Finding } from '../../src/sandbox/backend-contract.js';
import { makeOrdinaryUser, type OrdinaryUser, runFileAs } from '../support/as-ordinary-user.js';
import { type RootlessDaemon, startRootlessDaemon } from '../support/rootless-docker.js';
import { askPymcp, toVerdicts } from '../support/verify-attack.js';

const files = ['tests/contract/docker', 'tests/docker-backend/once', 'tests/backends/shown'];
const attacks = [
  'kernel/who-am-i',
  'processes/take-over-pid-1',
  'kernel/namespaces',
  'egress/relay-from-inside',
  'files/traces-of-the-host',
];

describe('a rootless Docker daemon', () => {
  let user: OrdinaryUser;
  let daemon: RootlessDaemon | null = null;

  before(async () => {
    const made = makeOrdinaryUser(['dist'], true);
    user = made;
    daemon = await startRootlessDaemon(made);
    user = { ...made, env: { ...made.env, DOCKER_HOST: daemon.host } };
  });

  after(async () => {
    await daemon?.end();
    user.remove();
  });

  for (const file of files)
    it(`passes ${file}`, async (context) => {
      await runFileAs(user, `dist-test/${file}.test.js`, context);
    });

  it('is what doctor says that it is: sandboxes are another user, with a user namespace of their own', async () => {
    const { findings } = JSON.parse(await askPymcp(user, 'doctor', '--backend', 'docker', '--json')) as {
      findings: readonly Finding[];
    };
    const stateOf = (name: string): string | undefined =>
      findings.find((finding) => finding.name === name)?.state;
    for (const name of ['guest-identity', 'own-user-namespace', 'seen-inside', 'seen-outside', 'forbidden'])
      assert.equal(stateOf(name), 'ok', name);
    const identity = findings.find(({ name }) => name === 'guest-identity');
    assert.match(identity?.detail ?? '', /the first of the subordinate ids/);
  });

  for (const attack of attacks)
    it(`holds ${attack}`, async () => {
      const said = await askPymcp(user, 'verify', '--backend', 'docker', '--only', attack, '--json');
      assert.deepEqual(toVerdicts(said), [['held', []]]);
    });
});
