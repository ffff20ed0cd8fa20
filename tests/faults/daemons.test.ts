// Proves: jail.once. A session that is closed takes with it what it has started, however far that has gone away; so does a
// copy, where a control group holds it. Without one, what a copy has sent away ends with the last of its family.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertServes, nameProcess, withGateway } from '../support/gateway.js';
import { type HostProcess, namedProcessesOf, survivorsOf, waitFor } from '../support/host-processes.js';

/** A child, a child of a session of its own, a daemon by two forks, and a program that was started; deaf to signals. */
const scatter = (name: string): string => `
import os, signal, subprocess, sys, time
def deaf():
    for number in range(1, 65):
        try: signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError): pass
    ${nameProcess(name)}
    time.sleep(3600)
if os.fork() == 0: deaf()
if os.fork() == 0: os.setsid(); deaf()
middle = os.fork()
if middle == 0:
    os.setsid()
    if os.fork() == 0: os.setsid(); deaf()
    os._exit(0)
os.waitpid(middle, 0)
None`;
const scattered = 3;

async function findScattered(name: string): Promise<HostProcess[]> {
  return waitFor(`all of ${name}`, () => {
    const found = namedProcessesOf(process.pid, name);
    return found.length === scattered && found;
  });
}

describe('a session that has daemons', () => {
  it('takes them with it when it is closed', async () => {
    await withGateway({}, async (gateway) => {
      const id = await gateway.create();
      await gateway.value(id, scatter('daemon'));
      const daemons = await findScattered('daemon');
      await gateway.executor.sessions.close(gateway.caller, id);
      assert.deepEqual(await survivorsOf(daemons), []);
      await assertServes(gateway);
    });
  });

  it('keeps them from call to call, as a notebook does', async () => {
    await withGateway({}, async (gateway) => {
      const id = await gateway.create();
      await gateway.value(id, scatter('daemon'));
      const daemons = await findScattered('daemon');
      assert.equal(await gateway.value(id, '1'), '1');
      assert.deepEqual(namedProcessesOf(process.pid, 'daemon'), daemons);
    });
  });
});

describe('a copy that has daemons', () => {
  it('takes them with it when it is closed, and the original lives on with its own', async () => {
    await withGateway({}, async (gateway) => {
      const id = await gateway.create();
      await gateway.value(id, `x = 1\n${scatter('originals')}`);
      const originals = await findScattered('originals');
      const copy = await gateway.fork(id);
      await gateway.value(copy, scatter('copies'));
      const copies = await findScattered('copies');
      const { isolation, limits } = await gateway.call(copy, '1');
      assert.equal(isolation.scope, 'family');
      await gateway.executor.sessions.close(gateway.caller, copy);
      if (limits.memory.level === 'enforced') assert.deepEqual(await survivorsOf(copies), []);
      else {
        // Whoever left its session and lost its parent is found by no tree; the other two were.
        await waitFor('the end of the others', () => namedProcessesOf(process.pid, 'copies').length === 1);
      }
      assert.equal(await gateway.value(id, 'x'), '1');
      assert.deepEqual(namedProcessesOf(process.pid, 'originals'), originals);
      await gateway.executor.sessions.close(gateway.caller, id);
      assert.deepEqual(await survivorsOf([...copies, ...originals]), []);
      await assertServes(gateway);
    });
  });

  it('lives on with them when the original is closed with its own', async () => {
    await withGateway({}, async (gateway) => {
      const id = await gateway.create();
      await gateway.value(id, `x = 1\n${scatter('originals')}`);
      const originals = await findScattered('originals');
      const copy = await gateway.fork(id);
      await gateway.value(copy, scatter('copies'));
      const copies = await findScattered('copies');
      const { limits } = await gateway.call(copy, '1');
      await gateway.executor.sessions.close(gateway.caller, id);
      if (limits.memory.level === 'enforced') assert.deepEqual(await survivorsOf(originals), []);
      else await waitFor('the end', () => namedProcessesOf(process.pid, 'originals').length === 1);
      assert.equal(await gateway.value(copy, 'x'), '1');
      assert.deepEqual(namedProcessesOf(process.pid, 'copies'), copies);
      const second = await gateway.fork(copy);
      await gateway.executor.sessions.close(gateway.caller, copy);
      assert.equal(await gateway.value(second, 'x'), '1');
      await gateway.executor.sessions.close(gateway.caller, second);
      assert.deepEqual(await survivorsOf([...copies, ...originals]), []);
      await assertServes(gateway);
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
