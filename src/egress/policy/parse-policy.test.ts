// net.none: every wrong rule is named, with what would be right.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import { parsePolicy } from './parse-policy.js';
import { presets } from './presets.js';
import { showRule } from './rule.js';

const shown = (value: unknown): string[] => parsePolicy(value).rules.map(showRule);

function refusalOf(value: unknown): PymcpError {
  try {
    parsePolicy(value);
  } catch (error) {
    assert.ok(error instanceof PymcpError);
    assert.equal(error.code, 'egress.rule-invalid');
    assert.ok(error.hint.length > 10 && !error.message.endsWith('.'), error.message);
    return error;
  }
  throw new Error(`${JSON.stringify(value)} was taken`);
}

describe('a network policy', () => {
  it('is no network where it is left out or empty', () => {
    for (const value of [null, undefined, []]) assert.deepEqual(parsePolicy(value), { rules: [] });
  });

  it('names hosts, with ports, by TLS alone where nothing else is said', () => {
    assert.deepEqual(
      shown(['Example.ORG.', 'example.org:8080', '*.example.org', '93.184.216.34:80', '[2a00::1]:443']),
      [
        '{"host":"example.org","ports":[443]}',
        '{"host":"example.org","ports":[8080]}',
        '{"host":"*.example.org","ports":[443]}',
        '{"host":"93.184.216.34","ports":[80]}',
        '{"host":"[2a00::1]","ports":[443]}',
      ],
    );
    const rule = { host: 'example.org', ports: [80, 81], methods: ['GET'], paths: ['/a', '/b/*'] };
    assert.deepEqual(shown([rule, { host: 'db.example.org', ports: [5432], tunnel: 'any' }]), [
      JSON.stringify(rule),
      '{"host":"db.example.org","ports":[5432],"tunnel":"any"}',
    ]);
  });

  it('names presets, all of whose hosts can be read', () => {
    for (const [name, hosts] of Object.entries(presets))
      assert.deepEqual(
        shown([name]),
        hosts.map((host) => JSON.stringify({ host, ports: [443] })),
      );
  });

  it('says itself what it says as JSON', () => {
    const rules = ['github', '*.example.org:80', { host: 'a.example.org', ports: [80], paths: ['/x/*'] }];
    assert.deepEqual(parsePolicy(shown(rules).map((text): unknown => JSON.parse(text))), parsePolicy(rules));
  });

  it('says which rule is wrong, and what would be right', () => {
    const cases: readonly (readonly [unknown, RegExp, RegExp])[] = [
      ['pypi', /is no list/, /\["pypi"/],
      [{}, /is no list/, /list/],
      [['pipy'], /neither a preset nor a host/, /did you mean pypi\?/],
      [['localhost'], /neither a preset nor a host/, /full name/],
      [[7], /neither a text nor an object/, /example\.org/],
      [[null], /neither a text nor an object/, /example\.org/],
      [[[]], /neither a text nor an object/, /example\.org/],
      [[{}], /has no host/, /"host"/],
      [['pypi', { hosts: 'a.org' }], /rule 2 .*no field "hosts"/, /did you mean host\?/],
      [[JSON.parse('{"__proto__": 1, "host": "a.org"}')], /no field "__proto__"/, /a rule has/],
      [[{ host: 'metadata' }], /no dot in it/, /full name/],
      [[{ host: '*.org' }], /top-level domain/, /\*\.example\.org/],
      [[{ host: '*' }], /characters that no host has/, /full name/],
      [[{ host: 'a.*.org' }], /characters that no host has/, /full name/],
      [[{ host: '*example.org' }], /characters that no host has/, /full name/],
      [[{ host: 'https://example.org' }], /more than a host/, /full name/],
      [[{ host: 'example.org:443' }], /colon/, /ports stand in "ports"/],
      [[{ host: '127.0.0.1' }], /loopback/, /public/],
      [[{ host: '169.254.169.254' }], /link-local/, /public/],
      [[{ host: '[::ffff:10.0.0.1]' }], /IPv4 address in it/, /public/],
      [[{ host: '10.0.0.1' }], /private/, /public/],
      [[{ host: '0x7f.1' }], /spelling/, /public/],
      [[{ host: '*.93.184.216.34' }], /star before an address/, /full name/],
      [[{ host: 'a.org', ports: [] }], /ports is no list/, /"ports": \[443\]/],
      [[{ host: 'a.org', ports: 443 }], /ports is no list/, /"ports": \[443\]/],
      [[{ host: 'a.org', ports: [0] }], /port 0 is none/, /1 to 65535/],
      [[{ host: 'a.org', ports: ['443'] }], /port "443" is none/, /1 to 65535/],
      [['a.org:99999'], /port 99999 is none/, /1 to 65535/],
      [[{ host: 'a.org', ports: [80], methods: ['get'] }], /method "get"/, /capital/],
      [[{ host: 'a.org', ports: [80], methods: ['CONNECT'] }], /method "CONNECT"/, /tunnels/],
      [[{ host: 'a.org', ports: [80], methods: [] }], /methods is no list/, /leave it out/],
      [[{ host: 'a.org', ports: [80], paths: ['x'] }], /begin with a slash/, /\/simple/],
      [[{ host: 'a.org', ports: [80], paths: ['/a/../b'] }], /another path/, /\/simple/],
      [[{ host: 'a.org', ports: [80], paths: ['/a*b'] }], /star elsewhere/, /\/simple/],
      [[{ host: 'a.org', ports: [80], paths: ['/a?b'] }], /query/, /\/simple/],
      [[{ host: 'a.org', ports: [80], paths: [1] }], /path 1 is no text/, /\/simple/],
      [[{ host: 'a.org', tunnel: 'ssh' }], /neither tls nor any/, /"any"/],
      [[{ host: 'a.org', ports: [22], tunnel: 'any', methods: ['GET'] }], /not to be seen/, /leave out/],
      [Array.from({ length: 300 }, () => 'a.org'), /300 rules/, /leave out/],
    ];
    for (const [value, problem, hint] of cases) {
      const error = refusalOf(value);
      assert.match(error.message, problem, JSON.stringify(value));
      assert.match(error.hint, hint, JSON.stringify(value));
    }
  });
});
