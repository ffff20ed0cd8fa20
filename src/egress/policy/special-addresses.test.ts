// net.none: what is not the public internet is refused, range by range, at both ends of each.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { whyNotPublic } from './special-addresses.js';

/** The registries of special addresses of IANA, and what is given to nobody. */
const special: Readonly<Record<string, readonly string[]>> = {
  'this machine': ['127.0.0.1', '127.255.255.254', '::1', '0.0.0.0', '0.255.255.255', '::'],
  'private networks': [
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    'fc00::1',
    'fdff::1',
    'fec0::1',
  ],
  'link-local and metadata': [
    '169.254.169.254',
    '169.254.0.1',
    'fe80::1',
    'febf::1',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
  ],
  "a provider's network": ['100.64.0.1', '100.127.255.255'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1', '255.255.255.255'],
  'reserved and for documentation': [
    '240.0.0.1',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '198.18.0.1',
    '192.88.99.1',
    '2001:db8::1',
    '3fff::1',
    '2001:2::1',
  ],
  'IPv4 in the clothes of IPv6': [
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '::7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    '::ffff:0:7f00:1',
    '2a00:1450::5efe:7f00:1',
    '2a00:1450::200:5efe:7f00:1',
  ],
  'given to nobody': ['100::1', '4000::1', '8000::', 'e000::1', '5f00::1', '1::1'],
};

describe('an address that is not public is refused (net.none)', () => {
  for (const [name, addresses] of Object.entries(special)) {
    it(name, () => {
      for (const address of addresses) assert.notEqual(whyNotPublic(address), null, address);
    });
  }

  it('and others are not', () => {
    for (const address of [
      '93.184.216.34',
      '1.1.1.1',
      '9.255.255.255',
      '11.0.0.0',
      '172.15.0.1',
      '172.32.0.1',
      '100.63.0.1',
      '100.128.0.0',
      '223.255.255.255',
      '2606:4700:4700::1111',
      '2a00:1450:4001::200e',
    ])
      assert.equal(whyNotPublic(address), null, address);
  });

  it('what is no address at all is none', () => {
    for (const text of ['', 'example.org', '1.2.3.4.5', '::1%lo'])
      assert.notEqual(whyNotPublic(text), null, text);
  });
});
