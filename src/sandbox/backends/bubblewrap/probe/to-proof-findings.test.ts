import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../../../backend-contract.js';
import type { SealedProof } from './prove-seal.js';
import { toProofFindings } from './to-proof-findings.js';

const sealedStatus = (uid: number): ReadonlyMap<string, string> =>
  new Map([
    ['Uid', `${uid}\t${uid}\t${uid}\t${uid}`],
    ...['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].map((set): [string, string] => [set, '0000']),
    ['NoNewPrivs', '1'],
    ['Seccomp', '2'],
  ]);
const inside = {
  status: sealedStatus(1000),
  namespaces: new Map([['net', 'net:[2]']]),
  attempts: new Map<string, string | null>([['mount', 'Operation not permitted']]),
};
const proof: SealedProof = {
  kind: 'sealed',
  templateMs: 100.4,
  launchMs: 9,
  runMs: 7,
  isolation: {
    backend: 'bubblewrap',
    namespaces: ['net'],
    seccompInstructions: 300,
    landlockAbi: 7,
    hostUid: 4242,
    scope: 'own',
    network: 'none',
  },
  inside,
  ownNamespaces: new Map([['net', 'net:[1]']]),
  outside: [sealedStatus(4242), sealedStatus(4242)],
  leftovers: [],
};
const find = (changed: Partial<SealedProof>, name: string): Finding | undefined =>
  toProofFindings({ ...proof, ...changed }).find((finding) => finding.name === name);

describe('the findings of a sealed run', () => {
  it('are good where the seal holds', () => {
    assert.deepEqual(
      toProofFindings(proof).map(({ state }) => state),
      ['ok', 'ok', 'ok', 'ok', 'ok'],
    );
  });

  for (const [what, name, changed] of [
    ['a namespace is the host’s', 'seen-inside', { ownNamespaces: new Map([['net', 'net:[2]']]) }],
    ['a namespace is not shown', 'seen-inside', { ownNamespaces: new Map([['user', 'user:[1]']]) }],
    ['the program does not answer', 'forbidden', { inside: null }],
    [
      'something forbidden works',
      'forbidden',
      { inside: { ...inside, attempts: new Map([['mount', null]]) } },
    ],
    ['a process is another user outside', 'seen-outside', { outside: [sealedStatus(0)] }],
    ['the host sees no process', 'seen-outside', { outside: [] }],
  ] as const) {
    it(`say that the jail does not hold where ${what}`, () => {
      const found = find(changed, name);
      assert.equal(found?.state, 'missing');
      assert.match(found.fix ?? '', /security@defrecord\.com/);
    });
  }

  it('send nobody in a circle', () => {
    const [refused, next] = toProofFindings({ kind: 'refused', why: 'why', hint: 'run `pymcp doctor`' });
    assert.match(refused?.fix ?? '', /^mend what is missing above/);
    assert.equal(next?.state, 'unchecked');
  });
});
