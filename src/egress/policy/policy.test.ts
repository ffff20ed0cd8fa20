// net.none: which rule permits what, and what is said where none does.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePolicy } from './parse-policy.js';
import { findEndingRule, judge, judgeTunnel } from './policy.js';
import { readAuthority } from './read-authority.js';
import type { EgressTarget, RequestUse } from './rule.js';

function target(text: string): EgressTarget {
  const read = readAuthority(text, 443);
  if (read.kind === 'refused') throw new Error(read.why);
  return read;
}
const get = (path = '/', over: RequestUse['over'] = 'plain'): RequestUse => ({
  kind: 'request',
  over,
  method: 'GET',
  path,
});
const tls = { kind: 'tunnel', tunnel: 'tls' } as const;
const permits = (rules: unknown, to: string, use: Parameters<typeof judge>[2] = tls): boolean =>
  judge(parsePolicy(rules), target(to), use).kind === 'permitted';

describe('a rule (net.none)', () => {
  it('with a star means what is below a host, and not the host or its namesakes', () => {
    const rules = ['*.example.org'];
    assert.ok(permits(rules, 'a.example.org') && permits(rules, 'a.b.example.org'));
    for (const host of [
      'example.org',
      'evilexample.org',
      'example.org.evil.org',
      'evil.org',
      'a-example.org',
    ])
      assert.ok(!permits(rules, host), host);
  });

  it('without one means that host and port alone', () => {
    assert.ok(permits(['example.org'], 'EXAMPLE.ORG.:443'));
    for (const to of ['www.example.org', 'example.org:80', 'example.org:8443', 'example.org.evil.org'])
      assert.ok(!permits(['example.org'], to), to);
  });

  it('that names an address means it, and no name that leads there', () => {
    assert.ok(permits(['93.184.216.34'], '93.184.216.34'));
    assert.ok(!permits(['93.184.216.34'], 'example.org') && !permits(['*.example.org'], '93.184.216.34'));
    assert.ok(!permits(['example.org'], '93.184.216.34'));
  });

  it('about methods and paths is for requests that can be read', () => {
    const rules = [{ host: 'example.org', ports: [80], methods: ['GET'], paths: ['/simple/*', '/status'] }];
    for (const path of ['/simple/', '/simple/numpy/', '/simple/a%20b', '/status'])
      assert.ok(permits(rules, 'example.org:80', get(path)), path);
    for (const path of [
      '/',
      '/simple',
      '/status/',
      '/statusx',
      '/simple/../admin',
      '/simple/%2e%2e/admin',
      '/simple/%2E./x',
      '/simple/..%2fadmin',
      '/simple/%252e%252e/x',
      '/simple/..\\x',
      '/simple/..;/x',
      '/simple/%00',
      '//simple/',
      '/%73imple/',
    ])
      assert.ok(!permits(rules, 'example.org:80', get(path)), path);
    assert.ok(!permits(rules, 'example.org:80', { ...get('/status'), method: 'POST' }));
    assert.ok(!permits(rules, 'example.org:80', tls), 'a tunnel');
  });

  it('permits no plain request to port 443, and no tunnel of anything, unless it says so', () => {
    assert.ok(!permits(['example.org'], 'example.org:443', get()));
    assert.ok(!permits(['example.org'], 'example.org:443', { kind: 'tunnel', tunnel: 'any' }));
    const any = [{ host: 'example.org', tunnel: 'any' }];
    assert.ok(permits(any, 'example.org:443', get()) && permits(any, 'example.org:443'));
    const judged = judgeTunnel(parsePolicy(['example.org', ...any]), target('example.org'));
    assert.ok(judged.kind === 'permitted' && judged.rule.tunnel === 'any');
  });
});

describe('TLS is ended', () => {
  const endingOf = (rules: unknown, to: string, isBound = false): boolean =>
    findEndingRule(parsePolicy(rules), target(to), isBound) !== null;
  const narrow = { host: 'example.org', methods: ['GET'], paths: ['/public/*'] };

  it('where rules about methods and paths alone lead, and where a secret goes', () => {
    assert.ok(endingOf([narrow], 'example.org'));
    assert.ok(endingOf(['example.org'], 'example.org', true));
    assert.ok(endingOf([{ host: 'example.org', tunnel: 'any' }], 'example.org', true));
    assert.ok(!endingOf(['example.org'], 'example.org'));
    assert.ok(!endingOf([narrow, 'example.org'], 'example.org'), 'a whole tunnel is permitted');
    assert.ok(!endingOf([narrow], 'other.example'));
    assert.ok(!endingOf([narrow], 'example.org:8443', true), 'no rule leads there');
  });

  it('and each request in it is judged by the rules', () => {
    assert.ok(permits([narrow], 'example.org', get('/public/x', 'tls')));
    assert.ok(!permits([narrow], 'example.org', get('/private', 'tls')));
    assert.ok(!permits([narrow], 'example.org', { ...get('/public/x', 'tls'), method: 'POST' }));
    assert.ok(!permits([narrow], 'example.org', get('/public/x')), 'not without TLS');
    assert.ok(!permits([narrow], 'example.org'), 'and no tunnel that is not ended');
  });
});

describe('where no rule permits it', () => {
  const denialOf = (rules: unknown, to: string, use: Parameters<typeof judge>[2] = tls): string => {
    const judged = judge(parsePolicy(rules), target(to), use);
    return judged.kind === 'denied' ? `${judged.why} | ${judged.hint}` : 'permitted';
  };
  it('it is said why, and which rule would', () => {
    const cases: readonly (readonly [unknown, string, Parameters<typeof judge>[2], RegExp])[] = [
      [[], 'example.org', tls, /no network \| .*\{"host": "example\.org", "ports": \[443\]\}/],
      [['a.org'], 'example.org:8443', tls, /names this host \| .*"ports": \[8443\]/],
      [['example.org'], 'example.org:22', tls, /port 22 .*\| .*"ports": \[22\]/],
      [['a.org'], '127.0.0.1', tls, /loopback.* \| .*public internet/],
      [['a.org'], '[fd00::1]:80', get(), /private.* \| .*public internet/],
      [['example.org'], 'example.org', get(), /without TLS.* \| .*https:\/\//],
      [
        [{ host: 'example.org', ports: [80], methods: ['PUT'] }],
        'example.org:80',
        get('/x'),
        /permits GET \/x \| .*method/,
      ],
    ];
    for (const [rules, to, use, words] of cases) assert.match(denialOf(rules, to, use), words);
  });
});
