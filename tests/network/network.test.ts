// Proves: net.none, fail.closed, audit.chain. A run or a session reaches the hosts that are named and nothing else: through a real jail, the relay in it
// and the proxy, by real clients, on a network. in-namespace.ts is what runs there.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { enterNetwork } from './enter-network.js';

interface Told {
  readonly said: unknown;
  readonly denied: readonly {
    readonly host: string;
    readonly port: number;
    readonly why: string;
    readonly count: number;
  }[];
  readonly network: 'none' | readonly string[];
}

interface Looked {
  readonly variables: readonly string[];
  readonly relay: string;
  readonly site: string;
  readonly names: readonly string[];
  readonly run: readonly string[];
  readonly processes: readonly number[];
}

interface Outcome extends Readonly<
  Record<
    | 'urllib'
    | 'others'
    | 'pip'
    | 'denied'
    | 'narrowed'
    | 'looked'
    | 'without'
    | 'killed'
    | 'flood'
    | 'afterwards',
    Told
  >
> {
  readonly cancelled: { readonly status: string; readonly told: boolean };
  readonly sessions: Readonly<Record<'first' | 'denied' | 'again' | 'inCopy' | 'afterFirst', Told>>;
  readonly attacks: { readonly answer: Told; readonly reached: number };
  readonly bypasses: Told;
  readonly askedFor: readonly string[];
  readonly withoutSocket: string;
  readonly unwritable: { readonly answer: Told; readonly reached: number };
  readonly command: {
    readonly stdout: string;
    readonly stderr: string;
    readonly status: number;
    readonly records: readonly Readonly<Record<string, unknown>>[];
  };
  readonly trespasses: number;
  readonly decisions: readonly object[];
  readonly traffic: readonly { readonly bytesUp: number; readonly bytesDown: number }[];
}

const variables = [
  ...['ALL_PROXY', 'HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'SSL_CERT_FILE'],
  ...['all_proxy', 'http_proxy', 'https_proxy', 'no_proxy'],
];
const placesOf = ({ denied }: Told): string[] => denied.map(({ host, port }) => `${host}:${port}`);

describe('a jail with a network (net.none)', () => {
  let outcome: Outcome;
  before(async () => {
    outcome = (await enterNetwork(fileURLToPath(new URL('in-namespace.js', import.meta.url)))) as Outcome;
  });

  it('reaches what is named by urllib, http.client, pip and, where they are installed, requests and httpx', () => {
    assert.deepEqual(outcome.urllib.said, [
      [200, 'GET /a '],
      [200, 'GET /b '],
    ]);
    const { requests, httpx, ...others } = outcome.others.said as Record<string, unknown>;
    assert.deepEqual(others, { 'http.client': 'GET /client ' });
    for (const answers of [requests, httpx])
      assert.deepEqual(answers ?? ['GET /r ', 'GET /s '], ['GET /r ', 'GET /s ']);
    assert.equal(outcome.pip.said ?? 'from the index', 'from the index');
  });

  it('reaches nothing else, and both the program and the result say what was denied', () => {
    for (const [status, words] of outcome.denied.said as [number | null, string][])
      assert.match(`${status ?? ''} ${words}`, /^(?:403 network: denied| .*Tunnel connection failed: 403)/);
    assert.deepEqual(placesOf(outcome.denied), [
      ...[
        'evil.example:80',
        'evil.example:443',
        'other.example:80',
        'local.example:80',
        'metadata.example:80',
      ],
      '169.254.169.254:80',
    ]);
    assert.equal(outcome.trespasses, 0);
  });

  it('has less where its caller asked for less, and says so', () => {
    assert.deepEqual(outcome.narrowed.network, ['example.org:80']);
    assert.deepEqual(placesOf(outcome.narrowed), ['example.org:443']);
  });

  it('has the relay and no other way: no route, no name of a socket, nothing to be read out of the relay', () => {
    const looked = outcome.looked.said as Looked;
    assert.deepEqual(looked.variables, variables);
    assert.equal(looked.relay, 'connected');
    assert.match(looked.site, /unreachable/);
    for (const answer of looked.names)
      assert.match(answer, /^(?:FileNotFoundError|PermissionError|ConnectionRefusedError)/);
    assert.deepEqual([looked.run, looked.processes], [['sealed'], [1, 2, 3]]);
  });

  it('that is given none is a jail as ever', () => {
    const looked = outcome.without.said as Looked;
    assert.deepEqual([looked.variables, looked.processes, outcome.without.network], [[], [1, 2], 'none']);
    assert.match(looked.relay, /refused/);
    assert.match(looked.site, /unreachable/);
  });

  it('whose relay the program ends or floods harms itself alone', () => {
    assert.equal(outcome.killed.said, 'gone');
    assert.equal(outcome.flood.said, 150);
    assert.deepEqual(outcome.afterwards.said, [[200, 'GET /z ']]);
  });

  it('gives nothing to who attacks relay and proxy from inside, with the token of another run too', () => {
    const { answer, reached } = outcome.attacks;
    const { interfaces, ...attempts } = answer.said as Record<string, unknown>;
    assert.deepEqual([interfaces, reached, outcome.trespasses], [['lo'], 0, 0]);
    assert.ok(Object.keys(attempts).length > 20);
    const got = Object.entries(attempts).filter(([, said]) => String(said).startsWith('got'));
    assert.deepEqual(got, []);
  });

  it('is led past the list by none of the ways that lists elsewhere were broken by', () => {
    const { said } = outcome.bypasses;
    assert.equal(typeof said, 'object', String(said));
    const answers = Object.entries(said as Record<string, unknown>);
    const good = answers.filter(([name]) => name.startsWith('good: '));
    assert.deepEqual(good, [
      ...['plain', 'upper case', 'trailing dot', 'urllib', 'flip'].map((name) => [`good: ${name}`, 200]),
    ]);
    // By NO_PROXY this goes to the loopback of the jail itself, where nobody is.
    const own = 'redirect to http://127.0.0.1/';
    assert.deepEqual(
      answers.filter(([name]) => name === own),
      [[own, 'URLError']],
    );
    const refused = answers.filter(([name]) => !name.startsWith('good: ') && name !== own);
    assert.ok(refused.length > 70, `${refused.length} attempts`);
    assert.deepEqual(
      refused.filter(([, status]) => ![400, 403, 431].includes(Number(status))),
      [],
    );
    const reached = outcome.askedFor.filter((url) => /^\/(?:good|flip|redirect)/.test(url));
    assert.equal(reached.filter((url) => url.startsWith('/redirect')).length, 5);
    assert.deepEqual(
      reached.filter((url) => !url.startsWith('/redirect')),
      ['/good-1', '/good-2', '/good-3', '/good-4', '/flip-1'],
    );
    assert.equal(outcome.trespasses, 0);
  });

  it('is refused where the socket of the proxy cannot be shown to it (fail.closed)', () => {
    assert.equal(outcome.withoutSocket, 'egress.not-set-up');
  });

  it('loses its connections with its run, and what they carried is told', () => {
    assert.deepEqual(outcome.cancelled, { status: 'cancelled', told: true });
    const [used] = outcome.traffic;
    assert.ok(used !== undefined && used.bytesUp > 0 && used.bytesDown > 0);
  });

  it('is a session’s and that of its copies, until the last has gone', () => {
    const { first, denied, again, inCopy, afterFirst } = outcome.sessions;
    for (const told of [first, again, inCopy, afterFirst]) {
      assert.match(JSON.stringify(told.said), /^\[\[200,"GET \/\d "\]\]$/);
      assert.deepEqual(told.denied, []);
    }
    assert.deepEqual(placesOf(denied), ['example.org:443']);
  });

  it('dials nothing that cannot be written down (audit.chain)', () => {
    assert.match(
      JSON.stringify(outcome.unwritable.answer.said),
      /503.*could not be written to the audit log/,
    );
    assert.equal(outcome.unwritable.reached, 0);
  });

  it('is given on the command line by --allow, and the audit log has all of it', () => {
    const { stdout, stderr, status, records } = outcome.command;
    assert.equal(status, 0, stderr);
    assert.match(stdout, /GET \/cli /);
    assert.match(stderr, /^network: denied \[evil\.example:80\]$/m);
    assert.match(stderr, /--allow HOST:PORT/);
    const kinds = records.map(({ kind }) => kind);
    assert.deepEqual(kinds, ['opened', 'begin', 'network', 'network-end', 'network', 'end', 'closed']);
    const [, begin, allowed, ended, denied] = records;
    assert.deepEqual(begin?.['network'], [
      { host: 'example.org', ports: [80] },
      { host: 'example.org', ports: [8081] },
    ]);
    for (const record of [allowed, ended, denied]) assert.equal(record?.['id'], begin['id']);
    assert.deepEqual(
      [allowed?.['verdict'], allowed?.['host'], allowed?.['port']],
      ['allowed', 'example.org', 80],
    );
    assert.deepEqual([denied?.['verdict'], denied?.['host']], ['denied', 'evil.example']);
    assert.ok(Number(ended?.['bytes_down']) > 0);
    assert.ok(!JSON.stringify(records).includes('/cli'), 'a path in the audit log');
  });
});

alsoAsOrdinaryUser(import.meta.url);
