import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import { checkLeafName, parseGatewayName, parseSeatName, toGatewayName, toSeatName } from './group-names.js';

describe('group names', () => {
  it('name a gateway so that it can be told from a later process with its id', () => {
    const owner = { pid: 12, startTicks: '345', pidNamespace: '4026531836' };
    assert.equal(toGatewayName(owner), 'gw-12-345-4026531836');
    assert.deepEqual(parseGatewayName(toGatewayName(owner)), owner);
  });

  it('take nothing of others for ours', () => {
    for (const name of ['gw-12-345', 'gw--1-2-3', 'xgw-1-2-3', 'gw-1-2-3x', 'run-1', '']) {
      assert.equal(parseGatewayName(name), undefined, name);
    }
    assert.equal(parseSeatName(toSeatName(7)), 7);
    assert.equal(parseSeatName('gateway-7.scope'), undefined);
  });

  it('lead nowhere else', () => {
    checkLeafName('run-1');
    for (const name of ['..', '.', 'a/b', '', '1run', 'Run', 'cgroup.procs', `r${'x'.repeat(63)}`]) {
      assert.throws(
        () => {
          checkLeafName(name);
        },
        PymcpError,
        name,
      );
    }
  });
});
