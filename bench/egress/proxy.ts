// The egress proxy in a process of its own, as it is but for two things: the resolver answers at once, and the dial leads to loopback.
//   node dist/bench/egress/proxy.js SOCKET PORT
import { connect } from 'node:net';
import { parsePolicy } from '#pymcp/egress/policy/parse-policy.js';
import { whyNotPublic } from '#pymcp/egress/policy/special-addresses.js';
import { EgressProxy } from '#pymcp/egress/proxy/egress-proxy.js';
import { untilStdinEnds } from '../http/until-stdin-ends.js';

const [path = '', port = '0'] = process.argv.slice(2);
const much = Number.MAX_SAFE_INTEGER;

untilStdinEnds(() => process.exit());
const proxy = await EgressProxy.open({
  path,
  network: {
    lookup: () => Promise.resolve(['93.184.216.34']),
    whyRefused: whyNotPublic,
    connect: () => connect({ host: '127.0.0.1', port: Number(port), allowHalfOpen: true, noDelay: true }),
  },
});
const run = proxy.openRun({
  policy: parsePolicy([{ host: 'example.org', ports: [80], tunnel: 'any' }]),
  bounds: { attempts: much, connections: much, bytesUp: much, bytesDown: much },
  sink: { decided: () => Promise.resolve(), ended: () => undefined },
});
process.stdout.write(`${JSON.stringify({ urls: [run.token] })}\n`);
