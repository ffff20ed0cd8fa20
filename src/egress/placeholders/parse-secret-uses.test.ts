// secret.unseen: every wrong binding is named, with what would be right.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import { showRule } from '../policy/rule.js';
import { parseSecretUses } from './parse-secret-uses.js';

describe('which secrets go where', () => {
  it('is nothing where it is left out or empty', () => {
    for (const value of [null, undefined, []]) assert.deepEqual(parseSecretUses(value), []);
  });

  it('names a secret, its hosts as rules do, and headers alone where nothing else is said', () => {
    const [plain, wide] = parseSecretUses([
      { secret: 'GH_PAT', hosts: ['api.github.com', { host: 'uploads.github.com', methods: ['POST'] }] },
      { secret: 'KEY', hosts: ['anthropic'], in: ['query', 'body', 'query'] },
    ]);
    assert.deepEqual(plain?.hosts.map(showRule), [
      '{"host":"api.github.com","ports":[443]}',
      '{"host":"uploads.github.com","ports":[443],"methods":["POST"]}',
    ]);
    assert.deepEqual([plain.places, wide?.places], [['headers'], ['query', 'body']]);
    assert.deepEqual([plain.headers, wide?.headers], [null, null]);
    assert.deepEqual(wide?.hosts.map(showRule), ['{"host":"api.anthropic.com","ports":[443]}']);
  });

  it('may name the headers, whatever the case of their letters', () => {
    const [use] = parseSecretUses([
      { secret: 'KEY', hosts: ['a.org'], headers: ['Authorization', 'X-Api-Key', 'x-api-key'] },
    ]);
    assert.deepEqual(use?.headers, ['authorization', 'x-api-key']);
  });

  it('is refused as a whole where one is wrong, with what would be right', () => {
    const cases: readonly (readonly [unknown, RegExp, RegExp])[] = [
      [{}, /no list/, /write a list/],
      [Array.from({ length: 65 }, () => ({})), /at most 64/, /write a list/],
      [['GH_PAT'], /no object/, /"secret"/],
      [[{ secret: 'A', hosts: ['a.org'], inn: [] }], /no field "inn"/, /did you mean in\?/],
      [[{ hosts: ['a.org'] }], /names no secret/, /"secret"/],
      [[{ secret: 'a-b', hosts: ['a.org'] }], /other than letters/, /underscores/],
      [[{ secret: 'A' }], /names no hosts/, /whom it is for/],
      [[{ secret: 'A', hosts: [] }], /names no hosts/, /whom it is for/],
      [[{ secret: 'A', hosts: ['*.org'] }], /top-level domain/, /full name/],
      [[{ secret: 'A', hosts: ['a.org:80'] }], /over TLS alone/, /port 80/],
      [[{ secret: 'A', hosts: [{ host: 'a.org', tunnel: 'any' }] }], /over TLS alone/, /"tunnel"/],
      [[{ secret: 'A', hosts: ['a.org'], in: ['path'] }], /no list of places/, /headers, query, body/],
      [[{ secret: 'A', hosts: ['a.org'], in: [] }], /no list of places/, /headers, query, body/],
      [[{ secret: 'A', hosts: ['a.org'], headers: [] }], /no list of at most 16/, /"Authorization"/],
      [[{ secret: 'A', hosts: ['a.org'], headers: 'authorization' }], /no list/, /"Authorization"/],
      [[{ secret: 'A', hosts: ['a.org'], headers: ['a b'] }], /no list/, /"Authorization"/],
      [[{ secret: 'A', hosts: ['a.org'], headers: ['x'.repeat(65)] }], /no list/, /"Authorization"/],
      [
        [{ secret: 'A', hosts: ['a.org'], in: ['query'], headers: ['X'] }],
        /"in" has none/,
        /leave "headers" out/,
      ],
      [
        [
          { secret: 'A', hosts: ['a.org'] },
          { secret: 'A', hosts: ['b.org'] },
        ],
        /A of the network is named twice/,
        /once/,
      ],
    ];
    for (const [value, problem, hint] of cases)
      assert.throws(
        () => parseSecretUses(value),
        (error) => error instanceof PymcpError && problem.test(error.message) && hint.test(error.hint),
        JSON.stringify(value),
      );
  });
});
