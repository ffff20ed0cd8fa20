// Runs in a network namespace of its own (namespace.test.ts starts it), where addresses of the internet are local: the real resolver, the
// real judgement and the real dial, between a program of Python and servers. Prints what came of it.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { openRealNetwork } from '../../src/egress/net/real-network.js';
import { parsePolicy } from '../../src/egress/policy/parse-policy.js';
import { EgressProxy } from '../../src/egress/proxy/egress-proxy.js';
import { listOwnNetworks } from '../../src/host/own-networks.js';
import { askPython, type PythonAnswer } from './ask-python.js';
import { openNameServer } from './name-server.js';
import { openOrigin } from './origin.js';
import { openRelay } from './open-relay.js';

export interface Outcome {
  readonly named: readonly PythonAnswer[];
  readonly denied: Readonly<Record<string, PythonAnswer>>;
  /** Requests that came to servers that nobody may reach. */
  readonly trespasses: number;
  /** By a rule about methods, and with a secret, inside of TLS that is ended. */
  readonly ended: readonly PythonAnswer[];
  /** Where neighbours and this machine count as what they are. */
  readonly own: PythonAnswer | undefined;
  /** Names that the resolver was asked for. */
  readonly asked: readonly string[];
}

const [folder = ''] = process.argv.slice(2);
const site = '93.184.216.34';
const metadata = '169.254.169.254';
const lan = '192.168.7.1';

/** As ip(8) would, which not every machine has. */
const setUp = `
import fcntl, socket, struct
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    def up(name):
        fcntl.ioctl(s, 0x8914, struct.pack("16sH14x", name, 0x41))
    up(b"lo")
    for index, address in enumerate(${JSON.stringify([site, metadata, lan])}):
        name = b"lo:%d" % index
        fcntl.ioctl(s, 0x8916, struct.pack("16sHH4s8x", name, socket.AF_INET, 0, socket.inet_aton(address)))
        up(name)
`;

function prepare(): void {
  const set = spawnSync('/usr/bin/python3', ['-I', '-c', setUp], { encoding: 'utf8' });
  if (set.status !== 0) throw new Error(set.stderr);
  const file = join(folder, 'resolv.conf');
  // The search list would make other names of those that are asked for.
  writeFileSync(file, 'nameserver 127.0.0.1\nsearch evil.example\noptions ndots:5\n');
  const mounted = spawnSync('mount', ['--bind', file, '/etc/resolv.conf'], { encoding: 'utf8' });
  if (mounted.status !== 0) throw new Error(mounted.stderr);
}

async function main(): Promise<Outcome> {
  prepare();
  let trespasses = 0;
  for (const address of ['127.0.0.1', '::1', metadata, lan]) {
    const server = createServer((_request, response) => {
      trespasses += 1;
      response.end('secret');
    });
    server.listen(80, address).unref();
    await once(server, 'listening');
  }
  const asked: string[] = [];
  const rebinding = [[site], ['127.0.0.1']];
  const names: Readonly<Record<string, () => readonly string[] | undefined>> = {
    'example.org': () => [site],
    'rebind.example': () => rebinding[0],
    'local.example': () => ['127.0.0.1'],
    'metadata.example': () => [metadata],
    'lan.example': () => [lan],
    'mixed.example': () => [site, lan],
    'zero.example': () => ['0.0.0.0'],
  };
  (await openNameServer('127.0.0.1', (name) => (asked.push(name), names[name]?.()))).unref();
  const origin = await openOrigin('example.org', site, [80, 443, 22]);
  const policy = parsePolicy([
    { host: 'example.org', ports: [80, 443] },
    ...Object.keys(names).map((host) => ({ host, ports: [80] })),
    { host: 'nothing.example', ports: [80] },
  ]);

  const open = async (
    name: string,
    ownNetworks: () => readonly string[],
    rules = policy,
  ): Promise<{ relay: string; trust: string; close: () => Promise<void> }> => {
    const path = join(folder, name);
    const proxy = await EgressProxy.open({
      path,
      network: openRealNetwork(ownNetworks),
      roots: [origin.cert],
    });
    const sink = { decided: () => Promise.resolve(), ended: () => undefined };
    const run = proxy.openRun({ policy: rules, sink });
    const relay = await openRelay(path, run.token);
    const trust = (await run.trust())?.certificate ?? '';
    return { trust, relay: `http://127.0.0.1:${relay.port}`, close: () => (relay.close(), proxy.close()) };
  };
  // The site is an address of this machine here, as it never is in earnest.
  const main = await open('main.sock', () => []);
  const named = await askPython(
    main.relay,
    [
      'http://example.org/a',
      'https://example.org/b',
      `http://example.org/redirect?to=${encodeURIComponent('http://example.org/c')}`,
      'http://rebind.example/d',
    ],
    origin.cert,
  );
  rebinding.shift();
  // prettier-ignore
  const urls = [
    'http://rebind.example/', 'http://local.example/', 'http://metadata.example/', 'http://lan.example/', 'http://mixed.example/', 'http://zero.example/', 'http://nothing.example/',
    'http://127.0.0.1/', 'http://[::1]/', `http://${metadata}/`, 'http://localhost/', 'http://2130706433/', 'http://[::ffff:127.0.0.1]/', `http://${site}/`, 'https://evil.example/',
    ...['http://127.0.0.1/', `http://${metadata}/`, 'http://local.example/', `http://${lan}/`].map((to) => `http://example.org/redirect?to=${encodeURIComponent(to)}`),
  ];
  const answers = await askPython(main.relay, urls);
  await main.close();
  const narrow = parsePolicy([
    ...Object.keys(names).map((host) => ({ host, methods: ['GET'], paths: ['/b', '/'] })),
  ]);
  const ending = await open('ending.sock', () => [], narrow);
  // prettier-ignore
  const ended = await askPython(
    ending.relay,
    ['https://example.org/b', 'https://example.org/c', 'https://local.example/', 'https://metadata.example/', 'https://mixed.example/', 'https://evil.org/'],
    ending.trust,
  );
  await ending.close();
  const real = await open('real.sock', listOwnNetworks);
  const [own] = await askPython(real.relay, ['http://example.org/']);
  await real.close();
  origin.close();
  const denied = Object.fromEntries(
    urls.map((url, index) => [url, answers[index] ?? { status: null, text: '' }]),
  );
  return { named, denied, trespasses, ended, own, asked };
}

process.stdout.write(JSON.stringify(await main()));
process.exit(0);
