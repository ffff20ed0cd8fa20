// The egress proxy in a process of its own, as it is but for two things: the resolver answers at once, and the dial leads to loopback.
//   node dist/bench/egress/proxy.js SOCKET PORT TLS-PORT ROOTS TRUST
// It writes into the file TRUST what a client of a run with a secret needs: its token, its placeholder, whom it trusts.
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { parseSecretName } from '#pymcp/core/names.js';
import { parsePolicy } from '#pymcp/egress/policy/parse-policy.js';
import { whyNotPublic } from '#pymcp/egress/policy/special-addresses.js';
import { EgressProxy } from '#pymcp/egress/proxy/egress-proxy.js';
import { untilStdinEnds } from '../http/until-stdin-ends.js';

const [path = '', port = '0', tlsPort = '0', roots = '', trust = ''] = process.argv.slice(2);
const much = Number.MAX_SAFE_INTEGER;

untilStdinEnds(() => process.exit());
const proxy = await EgressProxy.open({
  path,
  roots: [readFileSync(roots, 'utf8')],
  network: {
    lookup: () => Promise.resolve(['93.184.216.34']),
    whyRefused: whyNotPublic,
    connect: (_address, asked) =>
      connect({
        host: '127.0.0.1',
        port: Number(asked === 443 ? tlsPort : port),
        allowHalfOpen: true,
        noDelay: true,
      }),
  },
});
const bounds = { attempts: much, connections: much, bytesUp: much, bytesDown: much };
const sink = { decided: () => Promise.resolve(), ended: () => undefined };
const run = proxy.openRun({
  policy: parsePolicy([{ host: 'example.org', ports: [80], tunnel: 'any' }]),
  bounds,
  sink,
});
const policy = parsePolicy(['example.org']);
const name = parseSecretName('KEY');
const secured = proxy.openRun({
  policy,
  bounds,
  sink,
  secrets: [
    {
      name,
      value: 'sk-ant-0123456789-of-the-benchmark',
      hosts: policy.rules,
      places: ['headers'],
      headers: null,
    },
  ],
});
const certificate = (await secured.trust())?.certificate;
const placeholder = secured.environment[name];
writeFileSync(trust, JSON.stringify({ token: secured.token, certificate, placeholder }));
process.stdout.write(`${JSON.stringify({ urls: [run.token] })}\n`);
