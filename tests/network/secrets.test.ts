// Proves: secret.unseen, secret.unlogged, fail.closed. A program uses a secret that it never has: through a real jail, `pymcp run` and a session over MCP, real
// TLS and a real client. secrets-in-namespace.ts is what runs there.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeCertificate } from '../egress/make-certificate.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { enterNetwork } from './enter-network.js';

type Answers = Readonly<Record<string, readonly [number | null, string]>> & {
  readonly held: readonly string[];
  readonly trust: Readonly<Record<string, string>>;
};

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

interface Outcome {
  readonly run: string;
  readonly denied: readonly { readonly host: string; readonly port: number; readonly why: string }[];
  readonly arrived: readonly {
    readonly asked: string;
    readonly authorization: string | null;
    readonly body: string;
  }[];
  readonly values: Readonly<Record<'GH_PAT' | 'BODY_KEY', string>>;
  readonly session: Answers;
  readonly looked: number;
  readonly found: readonly string[];
  readonly control: readonly string[];
  /** Of each record that names secrets, which. */
  readonly audited: readonly (readonly string[])[];
  readonly withoutValue: Ended;
  readonly placeholder: Ended;
  readonly unreached: Ended;
}

describe('a program with the placeholder of a secret (secret.unseen)', () => {
  let outcome: Outcome;
  let answers: Answers;
  before(async () => {
    const program = fileURLToPath(new URL('secrets-in-namespace.js', import.meta.url));
    outcome = (await enterNetwork(program, makeCertificate(['example.org', 'other.example']))) as Outcome;
    answers = JSON.parse(outcome.run) as Answers;
  });

  it('is known at the host that the secret is for, by header and by password', () => {
    const { GH_PAT } = outcome.values;
    assert.deepEqual(
      [answers['bearer'], answers['basic']],
      [
        [200, 'GET /bearer '],
        [200, 'GET /basic '],
      ],
    );
    const [bearer, basic] = outcome.arrived;
    assert.equal(bearer?.authorization, `Bearer ${GH_PAT}`);
    assert.equal(basic?.authorization, `Basic ${Buffer.from(`me:${GH_PAT}`).toString('base64')}`);
  });

  it('gets a value that the host sends back masked, where it may send it in a body', () => {
    const echoed = outcome.arrived.find(({ asked }) => asked === 'POST /echo');
    assert.equal(echoed?.body, `say ${outcome.values.BODY_KEY}`);
    const [status, words = ''] = answers['echo'] ?? [];
    assert.equal(status, 200);
    assert.match(words, /^POST \/echo say .*BODY_KEY/);
  });

  it('is refused wherever else it sends the placeholder, and nothing arrives there', () => {
    for (const name of ['plain', 'path', 'query', 'body', 'forged']) {
      const [status, words] = answers[name] ?? [];
      assert.ok(status === 403 || /403/.test(words ?? ''), `${name}: ${String(status)} ${words ?? ''}`);
    }
    assert.deepEqual(
      outcome.arrived.map(({ asked }) => asked),
      ['GET /bearer', 'GET /basic', 'POST /echo', 'GET /other'],
    );
    assert.ok(outcome.denied.length > 0);
  });

  it('tells another host the placeholder, where TLS is passed on as it is, and never the value', () => {
    const told = outcome.arrived.find(({ asked }) => asked === 'GET /other');
    assert.equal(told?.authorization, `Bearer ${answers.held[0] ?? ''}`);
  });

  it('has a placeholder of this run, and trusts the gateway by the usual variables', () => {
    for (const [index, name] of ['GH_PAT', 'BODY_KEY'].entries()) {
      assert.match(answers.held[index] ?? '', new RegExp(`^PYMCP_SECRET_${name}_\\w{24}$`));
      assert.notEqual(answers.held[index], outcome.session.held[index]);
    }
    assert.deepEqual(new Set(Object.values(answers.trust)), new Set(['/tmp/.pymcp/ca.pem']));
  });

  it('has the same in a session over MCP', () => {
    const { bearer, plain, echo } = outcome.session;
    assert.deepEqual(bearer, [200, 'GET /bearer ']);
    assert.equal(plain?.[0], 403);
    assert.equal(echo?.[0], 200);
  });

  it('is the only one that has anything of it: no result, log, file, process or memory of a program has the value', () => {
    assert.ok(outcome.looked > 10);
    assert.deepEqual([outcome.found, outcome.control], [[], ['sent']]);
  });

  it('stands in the audit log by its name, with each request that it went with', () => {
    const used = outcome.audited.filter((names) => names.length > 0).map((names) => names.join());
    for (const names of ['GH_PAT', 'BODY_KEY']) assert.ok(used.includes(names), used.join(' '));
    assert.ok(used.length < outcome.audited.length, 'the others name none');
  });

  it('does not start where the value is missing or a placeholder, and says what to do (fail.closed)', () => {
    for (const [ended, words] of [
      [outcome.withoutValue, /ABSENT, which is nowhere to be found.*\nhint: pymcp secrets set ABSENT/],
      [
        outcome.placeholder,
        /GH_PAT, which has only a placeholder \(\.env\).*\nhint: pymcp secrets set GH_PAT/,
      ],
      [outcome.unreached, /GH_PAT is bound to hosts, and the programs may reach none\nhint: .*--allow/],
    ] as const) {
      assert.match(ended.stderr, words);
      assert.deepEqual([ended.stdout, ended.status === 0], ['', false]);
    }
  });
});

alsoAsOrdinaryUser(import.meta.url);
