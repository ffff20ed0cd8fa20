// net.none: every answer of the resolver is judged, and what was judged is what is dialled.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { whyNotPublic } from '../policy/special-addresses.js';
import type { EgressNetwork } from './egress-network.js';
import { openRealNetwork } from './real-network.js';
import { resolveHost } from './resolve-host.js';

const example = { kind: 'name', text: 'example.org' } as const;

function networkOf(answers: readonly string[]): EgressNetwork & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    lookup: (name) => {
      asked.push(name);
      return Promise.resolve(answers);
    },
    whyRefused: whyNotPublic,
    connect: () => assert.fail('nothing is dialled here'),
  };
}

describe('the addresses of a host (net.none)', () => {
  it('are all of them, in their one spelling', async () => {
    assert.deepEqual(await resolveHost(networkOf(['93.184.216.34', '2A00::1']), example), {
      kind: 'resolved',
      addresses: ['93.184.216.34', '2a00::1'],
    });
  });

  it('are refused as a whole where one of them is not public', async () => {
    for (const bad of [
      '127.0.0.1',
      '::1',
      '10.0.0.1',
      '169.254.169.254',
      '::ffff:127.0.0.1',
      '0.0.0.0',
      '64:ff9b::7f00:1',
      'fe80::1%lo',
      '0x7f.1',
      'localhost',
      '',
    ]) {
      for (const answers of [
        [bad],
        ['93.184.216.34', bad],
        [bad, '93.184.216.34'],
        [...Array<string>(20).fill('93.184.216.34'), bad],
      ])
        assert.equal((await resolveHost(networkOf(answers), example)).kind, 'refused', bad);
    }
  });

  it('of an address are itself, without a resolver', async () => {
    const network = networkOf([]);
    assert.equal((await resolveHost(network, { kind: 'address', text: '93.184.216.34' })).kind, 'resolved');
    assert.equal((await resolveHost(network, { kind: 'address', text: '127.0.0.1' })).kind, 'refused');
    assert.deepEqual(network.asked, []);
  });

  it('that are not to be had are no address', async () => {
    assert.deepEqual(await resolveHost(networkOf([]), example), {
      kind: 'failed',
      why: 'the name has no address',
    });
    const failing = {
      ...networkOf([]),
      lookup: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
    };
    assert.deepEqual(await resolveHost(failing, example), {
      kind: 'failed',
      why: 'the name cannot be resolved (ENOTFOUND)',
    });
  });
});

describe('the real network (net.none)', () => {
  it('refuses this machine and its neighbours by their public addresses too', () => {
    const { whyRefused } = openRealNetwork(() => [
      '93.184.216.7/24',
      '2a00:1:2:3::7/64',
      '127.0.0.1/8',
      '::1/128',
    ]);
    for (const address of ['93.184.216.7', '93.184.216.34', '2a00:1:2:3::7', '2a00:1:2:3:ffff::1'])
      assert.match(whyRefused(address) ?? '', /of this machine/, address);
    for (const address of ['93.184.217.1', '2a00:1:2:4::1']) assert.equal(whyRefused(address), null, address);
    assert.match(whyRefused('127.0.0.1') ?? '', /loopback/);
  });
});
