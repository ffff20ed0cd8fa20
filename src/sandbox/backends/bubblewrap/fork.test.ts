import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { agentPid, Fork } from './fork.js';

function make(): { fork: Fork; orders: object[] } {
  const orders: object[] = [];
  const fork = new Fork(7, (order) => {
    orders.push(order);
  });
  return { fork, orders };
}

const end = { agentStatus: 9, initStatus: 0 };

describe('a fork', () => {
  it('has an init from its birth to its end', () => {
    const { fork } = make();
    assert.equal(fork.init, null);
    fork.take({ event: 'born', id: 7, init: 42 });
    assert.equal(fork.init, 42);
    fork.end(end);
    assert.equal(fork.init, null);
  });

  it('settles everything that was asked of it when it ends', async () => {
    const { fork } = make();
    const asked = Promise.all([
      fork.ended,
      fork.interrupt(agentPid),
      fork.giveForCopy(0, 1, 'token'),
      fork.whenAgentLeft(),
      fork.whenLeft(12, 1),
    ]);
    fork.take({ event: 'ended', id: 7, ...end });
    const [ended, , failure, status, copyStatus] = await asked;
    assert.deepEqual([ended.agentStatus, failure, status, copyStatus], [9, 'the session has ended', 9, null]);
  });

  it('answers what is asked when it has ended', async () => {
    const { fork } = make();
    fork.end(end);
    await fork.interrupt(agentPid);
    assert.equal(await fork.giveForCopy(0, 1, 'token'), 'the session has ended');
    assert.equal(await fork.whenLeft(12, 1), null);
  });

  it('tells the members apart', async () => {
    const { fork, orders } = make();
    const [one, other, agent] = [fork.whenLeft(12, 1), fork.whenLeft(13, 2), fork.whenAgentLeft()];
    fork.take({ event: 'left', id: 7, pid: 13, status: 5 });
    fork.take({ event: 'left', id: 7, pid: 12, status: null });
    fork.take({ event: 'left', id: 7, pid: agentPid, status: 0 });
    assert.deepEqual(await Promise.all([one, other, agent]), [null, 5, 0]);
    assert.deepEqual(orders, [
      { watch: 7, pid: 12, member: 1 },
      { watch: 7, pid: 13, member: 2 },
    ]);
  });

  it('answers each interrupt, also two of the same', async () => {
    const { fork, orders } = make();
    const both = [fork.interrupt(12), fork.interrupt(12)];
    for (let count = 0; count < 2; count += 1) fork.take({ event: 'interrupted', id: 7, pid: 12 });
    await Promise.all(both);
    assert.equal(orders.length, 2);
  });

  it('says why there will be no copy, and null where there will be one', async () => {
    const { fork } = make();
    const [one, other] = [fork.giveForCopy(0, 1, 'a'), fork.giveForCopy(0, 2, 'b')];
    fork.take({ event: 'copying', id: 7, member: 2, failure: 'OSError: full' });
    fork.take({ event: 'copying', id: 7, member: 1, failure: null });
    assert.deepEqual(await Promise.all([one, other]), [null, 'OSError: full']);
  });
});
