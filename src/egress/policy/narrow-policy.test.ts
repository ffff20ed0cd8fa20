// net.none: a client may ask for less, never for more: what it gets is exactly what both permit.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readHost } from './canonical-host.js';
import { narrowPolicy } from './narrow-policy.js';
import { parsePolicy } from './parse-policy.js';
import { judge } from './policy.js';
import { type EgressRule, type EgressUse, narrowRule, showRule } from './rule.js';

const runs = Number(process.env['FUZZ_FACTOR'] ?? '1') * 2000;

const hosts = [
  'example.org',
  'a.example.org',
  'b.a.example.org',
  'evilexample.org',
  'example.org.evil.example',
  '93.184.216.34',
];
const patterns = [...hosts, '*.example.org', '*.a.example.org', '*.evil.example'];
const paths = ['/', '/a', '/a/', '/a/b', '/a/b/c', '/ab'];

const someOf = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values], { minLength: 1 });
const aRule = fc
  .record({
    host: fc.constantFrom(...patterns),
    ports: someOf([80, 8080, 443]),
    methods: fc.option(someOf(['GET', 'HEAD', 'POST'])),
    paths: fc.option(someOf(['/a', '/a/*', '/a/b/*', '/*', '/'])),
    tunnel: fc.constantFrom('tls', 'any'),
  })
  .filter(({ methods, paths: some, tunnel }) => {
    const isWhole = methods === null && some === null;
    return isWhole || tunnel === 'tls';
  })
  .map(({ methods, paths: some, ...rule }) => ({
    ...rule,
    ...(methods === null ? {} : { methods }),
    ...(some === null ? {} : { paths: some }),
  }));
const aUse = fc.oneof(
  fc.record({
    kind: fc.constant('request' as const),
    over: fc.constantFrom('plain' as const, 'tls' as const),
    method: fc.constantFrom('GET', 'POST', 'PUT'),
    path: fc.constantFrom(...paths),
  }),
  fc.record({
    kind: fc.constant('tunnel' as const),
    tunnel: fc.constantFrom('tls' as const, 'any' as const),
  }),
);

const rulesOf = (value: unknown): readonly EgressRule[] => parsePolicy(value).rules;
const permitsAll = (rules: readonly EgressRule[], host: string, port: number, use: EgressUse): boolean => {
  const read = readHost(host);
  assert.notEqual(read.kind, 'refused');
  return read.kind !== 'refused' && judge({ rules }, { host: read, port }, use).kind === 'permitted';
};

describe('what a client asks for (net.none)', () => {
  it('is permitted exactly where the grant permits it too', () => {
    fc.assert(
      fc.property(
        fc.array(aRule, { maxLength: 4 }),
        fc.array(aRule, { maxLength: 4 }),
        fc.constantFrom(...hosts),
        fc.constantFrom(80, 443, 8080),
        aUse,
        (granted, wanted, host, port, use) => {
          const [one, other] = [rulesOf(granted), rulesOf(wanted)];
          const both = one.flatMap((a) => other.flatMap((b) => narrowRule(a, b) ?? []));
          assert.equal(
            permitsAll(both, host, port, use),
            permitsAll(one, host, port, use) && permitsAll(other, host, port, use),
          );
        },
      ),
      { numRuns: runs },
    );
  });

  it('is never more than the grant, and all of it where it is the same', () => {
    const granted = parsePolicy(['github', { host: '*.example.org', ports: [80, 443] }]);
    assert.deepEqual(narrowPolicy(granted, granted).rules.map(showRule), granted.rules.map(showRule));
    const narrowed = narrowPolicy(
      granted,
      parsePolicy([{ host: '*.a.example.org', ports: [80, 81], methods: ['GET'] }]),
    );
    assert.deepEqual(narrowed.rules.map(showRule), [
      '{"host":"*.a.example.org","ports":[80],"methods":["GET"]}',
    ]);
    assert.deepEqual(narrowPolicy(granted, parsePolicy([])).rules, []);
  });

  it('is an error where nothing of a rule is granted', () => {
    const granted = parsePolicy(['*.example.org']);
    for (const wanted of ['example.org', 'evil.org', 'a.example.org:80', '*.evilexample.org', '*.org.uk'])
      assert.throws(
        () => narrowPolicy(granted, parsePolicy([wanted])),
        { code: 'egress.not-granted' },
        wanted,
      );
    assert.throws(() => narrowPolicy(parsePolicy([]), granted), { hint: /no network at all/ });
  });
});
