// What the egress proxy adds to a request to a host, and how much goes through it, against the same without it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueAuthority, issueForHost, makeKeys } from '#pymcp/egress/authority/issue-certificate.js';
import { nowMs } from '#pymcp/host/clock.js';
import { packageRoot } from '#pymcp/host/package-root.js';
import type { Arena } from '../arena.js';
import { type EgressRoute, timeRequest } from '../participants/egress-client.js';
import { type HttpServer, openHttpServer } from '../participants/http-server.js';
import { inheritedEnvironment } from '../participants/inherited-environment.js';
import type { Row, Side } from '../report.js';
import { measureRounds } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge } from '../targets.js';
import { toRows } from '../to-rows.js';

const smallBytes = 1_000;
const bigBytes = 64_000_000;
/** Of each route in each round; the first, which wakes the processors up after the rest, does not count. */
const requestsInTurn = 10;
const roundsPerRound = 5;
const direct = 'without the proxy';
const directTls = 'by TLS, without the proxy';

interface Route extends EgressRoute {
  readonly label: string;
  readonly side: Side;
}

export const egress: Scenario = {
  name: 'egress',
  title: 'A request to a host on loopback, a connection for each',
  async measure(arena) {
    const routes = await openRoutes(arena);
    return {
      rows: [
        ...(await measureSmall(arena, routes.plain, direct)),
        ...(await measureBig(arena, routes.plain, direct)),
        ...(await measureSmall(arena, routes.tls, directTls)),
        ...(await measureBig(arena, routes.tls, directTls)),
      ],
      notes: [
        `the proxy dials the host anew for each request; in each round ${requestsInTurn} of ${smallBytes} bytes one after the ` +
          `other, and in fewer rounds one of ${bigBytes / 1e6} MB`,
        'where TLS is ended there are two handshakes instead of one, a secret is put into the request and looked for in the whole answer',
        'the client is this process, host and proxy are processes of their own; the relay in the sandbox is not part of it',
      ],
    };
  },
};

interface Routes {
  readonly plain: readonly Route[];
  readonly tls: readonly Route[];
}

async function openRoutes(arena: Arena): Promise<Routes> {
  const [path, own, roots, trust] = ['egress.sock', 'host.pem', 'roots.pem', 'trust.json'].map((name) =>
    join(arena.scratch, name),
  ) as [string, string, string, string];
  writeCertificates(own, roots);
  const origin = arena.keep(await open('the host', 'origin.js', []));
  const secured = arena.keep(await open('the host over TLS', 'origin.js', [own]));
  const [{ port }, tls] = [new URL(origin.url), new URL(secured.url)];
  const proxy = arena.keep(await open('the egress proxy', 'proxy.js', [path, port, tls.port, roots, trust]));
  const { token, certificate, placeholder } = JSON.parse(readFileSync(trust, 'utf8')) as Readonly<
    Record<string, string>
  >;
  return {
    plain: toPlainRoutes(path, port, `${proxy.url}\n`),
    tls: [
      {
        label: directTls,
        side: 'baseline',
        to: { host: '127.0.0.1', port: Number(tls.port) },
        opening: '',
        opened: '',
        prefix: '/',
        tls: { ca: readFileSync(roots, 'utf8'), key: 'none' },
      },
      {
        label: 'by TLS that is ended, with a secret',
        side: 'ours',
        to: { path },
        opening: `${token ?? ''}\nCONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n`,
        opened,
        prefix: '/',
        tls: { ca: certificate ?? '', key: placeholder ?? '' },
      },
    ],
  };
}

/** Of an authority, and of a host with its key. */
function writeCertificates(own: string, roots: string): void {
  const period = { fromMs: nowMs() - 60_000, untilMs: nowMs() + 86_400_000 };
  const [issuer, keys] = [{ name: 'of the benchmark', keys: makeKeys() }, makeKeys()];
  const host = { kind: 'name', text: 'example.org' } as const;
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  writeFileSync(own, issueForHost(issuer, [host], keys.publicKey, period) + key);
  writeFileSync(roots, issueAuthority(issuer, period));
}

const opened = 'HTTP/1.1 200 Connection established\r\n\r\n';

function toPlainRoutes(path: string, port: string, token: string): readonly Route[] {
  return [
    {
      label: direct,
      side: 'baseline',
      to: { host: '127.0.0.1', port: Number(port) },
      opening: '',
      opened: '',
      prefix: '/',
    },
    {
      label: 'as a request',
      side: 'ours',
      to: { path },
      opening: token,
      opened: '',
      prefix: 'http://example.org/',
    },
    {
      label: 'through a tunnel',
      side: 'ours',
      to: { path },
      opening: `${token}CONNECT example.org:80 HTTP/1.1\r\nHost: example.org:80\r\n\r\n`,
      opened,
      prefix: '/',
    },
  ];
}

function open(name: string, program: string, args: readonly string[]): Promise<HttpServer> {
  const file = join(packageRoot(), 'dist/bench/egress', program);
  return openHttpServer({ name, argv: [process.execPath, file, ...args], env: inheritedEnvironment() });
}

async function measureSmall({ options }: Arena, routes: readonly Route[], reference: string): Promise<Row[]> {
  const contestants = routes.map((route) => ({
    label: route.label,
    side: route.side,
    measure: async () => {
      const samples: number[] = [];
      for (let count = 0; count <= requestsInTurn; count += 1)
        samples.push(await timeRequest(route, smallBytes));
      return samples.slice(1);
    },
  }));
  const tried = await measureRounds(contestants, { ...options, warmUp: 10 });
  return toRows(tried, {
    unit: 'ms',
    reference,
    // What is asked for is what it adds.
    judge: (label, p50, ratio) => (label === reference ? [] : [judge('egressRequest', p50 - p50 / ratio)]),
  });
}

async function measureBig({ options }: Arena, routes: readonly Route[], reference: string): Promise<Row[]> {
  const contestants = routes.map((route) => ({
    label: big(route.label),
    side: route.side,
    measure: async () => bigBytes / 1e3 / (await timeRequest(route, bigBytes)),
  }));
  const rounds = Math.max(3, Math.ceil(options.rounds / roundsPerRound));
  const tried = await measureRounds(contestants, { ...options, rounds, warmUp: 1 });
  return toRows(tried, {
    unit: 'MB/s',
    reference: big(reference),
    judge: (label, p50) => (label === big(reference) ? [] : [judge('egressStream', p50)]),
  });
}

const big = (label: string): string => `${label}, ${bigBytes / 1e6} MB`;
