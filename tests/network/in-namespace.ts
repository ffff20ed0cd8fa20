// Runs in a network namespace of its own (enter-network.ts): a gateway as it is in earnest, real jails, real clients, real servers. Prints what
// came of it; network.test.ts says what it must be.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { PymcpError } from '../../src/core/errors.js';
import { toCaller } from '../../src/core/caller.js';
import type { ExecutionJournal } from '../../src/core/execution-journal.js';
import { noJournal } from '../../src/core/execution-journal.js';
import type { ExecutionResult } from '../../src/core/execution-result.js';
import { defaultLimits } from '../../src/core/limits.js';
import { parseEnvironmentName } from '../../src/core/names.js';
import type { NetworkDecision, NetworkTraffic } from '../../src/core/network.js';
import { EgressGate } from '../../src/egress/gate/egress-gate.js';
import { Executor } from '../../src/execution/executor.js';
import { packageRoot } from '../../src/host/package-root.js';
import { openNameServer } from '../egress/name-server.js';
import { openOrigin } from '../egress/origin.js';
import { tryBypasses } from './bypass-programs.js';
import { metadata, site } from './enter-network.js';
import { askByOthers, attackFromInside, askByUrllib, installByPip, lookAround } from './programs.js';

const [folder = ''] = process.argv.slice(2);
const environment = parseEnvironmentName('python');
const caller = toCaller('tester');

const names: Readonly<Record<string, readonly string[]>> = {
  'example.org': [site],
  'other.example': [site],
  'local.example': ['127.0.0.1'],
  'metadata.example': [metadata],
  'mixed.example': [site, '127.0.0.1'],
  'evil.example': [site],
};
/** One name leads elsewhere once it was asked for (DNS rebinding). */
const lookUp = (name: string): readonly string[] | undefined =>
  name !== 'flip.example'
    ? names[name]
    : [origin.seen.some(({ url }) => url === '/flip-1') ? '127.0.0.1' : site];
(await openNameServer('127.0.0.1', lookUp)).unref();
const origin = await openOrigin('example.org', site, [80, 443, 22]);
let trespasses = 0;
for (const address of ['127.0.0.1', metadata])
  createServer((_request, response) => ((trespasses += 1), response.end('secret')))
    .listen(80, address)
    .unref();
const files = [{ path: 'site.pem', bytes: Buffer.from(origin.cert) }];
const index = await openIndex();

const decisions: NetworkDecision[] = [];
const traffic: NetworkTraffic[] = [];
let refusesToWrite = false;
const journal: ExecutionJournal = {
  ...noJournal,
  watchNetwork: () => ({
    decided: (decision) => {
      decisions.push(decision);
      return refusesToWrite ? Promise.reject(new Error('the disk is full')) : Promise.resolve();
    },
    ended: (_decision, used) => traffic.push(used),
  }),
};
const rules = [
  'example.org',
  'example.org:80',
  'example.org:8080',
  'local.example:80',
  'metadata.example:80',
  'mixed.example:80',
  'flip.example:80',
];
const gate = EgressGate.open(rules);
const executor = new Executor({ strict: false, journal, pool: { least: 0, most: 0 } });

async function run(
  code: string,
  wanted?: readonly unknown[],
  signal?: AbortSignal,
): Promise<ExecutionResult> {
  const network = gate.grant(wanted);
  const limits = { ...defaultLimits, wallMs: 60_000 };
  const request = {
    code,
    fileName: 'main.py',
    environment,
    files,
    limits,
    ...(network === null ? {} : { network }),
  };
  return executor.run(request, signal === undefined ? {} : { signal });
}

const told = (result: ExecutionResult): unknown => {
  const { stdout, stderr, networkDenied: denied, isolation, outcome } = result;
  const words = stdout.text + stderr.text + JSON.stringify(outcome);
  const said =
    outcome.status === 'completed' && outcome.exitCode === 0 ? (JSON.parse(stdout.text) as unknown) : words;
  return { said, denied, network: isolation.network };
};

async function openIndex(): Promise<() => void> {
  const make = `
import os, sys, zipfile
os.makedirs(sys.argv[1] + "/simple/tiny")
with zipfile.ZipFile(sys.argv[1] + "/simple/tiny/tiny-1.0-py3-none-any.whl", "w") as wheel:
    wheel.writestr("tiny.py", "word = 'from the index'\\n")
    wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
    wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr("tiny-1.0.dist-info/RECORD", "tiny.py,,\\ntiny-1.0.dist-info/METADATA,,\\ntiny-1.0.dist-info/WHEEL,,\\ntiny-1.0.dist-info/RECORD,,\\n")
`;
  const shown = join(folder, 'index');
  spawnSync('/usr/bin/python3', ['-I', '-c', make, shown]);
  const child = spawn(
    '/usr/bin/python3',
    ['-I', '-u', '-m', 'http.server', '8080', '--bind', site, '--directory', shown],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  await once(child.stdout, 'data');
  return () => child.kill();
}

/** By the command line, with the audit log that a user has. */
async function runByCommand(): Promise<unknown> {
  const home = join(folder, 'home');
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: folder };
  const command = [join(packageRoot(), 'dist-test/src/cli/main.js')];
  const start = (args: readonly string[]) =>
    spawn(process.execPath, [...command, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const child = start([
    'run',
    '--allow',
    'example.org:80',
    '--allow',
    '{"host": "example.org", "ports": [8081]}',
    '-',
  ]);
  child.stdin.end(askByUrllib(['http://example.org/cli', 'http://evil.example/']));
  const [stdout, stderr, exit] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  const shown = start(['audit', 'show', '--json']);
  const records = (await text(shown.stdout))
    .trim()
    .split('\n')
    .filter((line) => line !== '');
  return {
    stdout,
    stderr,
    status: exit[0],
    records: records.map((line) => JSON.parse(line) as unknown),
  };
}

async function tryCancelled(): Promise<unknown> {
  const cancel = new AbortController();
  const before = origin.connections();
  const hanging = run(askByUrllib(['http://example.org/hang']), undefined, cancel.signal);
  while (origin.connections() === before) await delay(10);
  const ended = traffic.length;
  cancel.abort();
  const { outcome } = await hanging;
  return { status: outcome.status, told: traffic.length > ended };
}

async function trySessions(): Promise<unknown> {
  const { sessions } = executor;
  const limits = defaultLimits;
  const network = gate.grant(['example.org:80']);
  const { id } = (await sessions.create(caller, { environment, limits, network })).session;
  const cell = async (session: typeof id, url: string): Promise<unknown> =>
    told(
      await sessions.run(caller, session, {
        code: askByUrllib([url]),
        fileName: 'main.py',
        limits,
        files: [],
      }),
    );
  const first = await cell(id, 'http://example.org/1');
  const denied = await cell(id, 'https://example.org/2');
  const again = await cell(id, 'http://example.org/3');
  const copy = (await sessions.fork(caller, id)).session.id;
  const inCopy = await cell(copy, 'http://example.org/4');
  await sessions.close(caller, id);
  const afterFirst = await cell(copy, 'http://example.org/5');
  await sessions.close(caller, copy);
  return { first, denied, again, inCopy, afterFirst };
}

const killRelay = `
import os, signal, socket
os.kill(3, signal.SIGKILL)
while True:
    try: socket.create_connection(("127.0.0.1", 3128), 5).close()
    except ConnectionRefusedError: break
    except OSError: pass
print('"gone"')
`;

const flood = `
import socket
held = []
for _ in range(150):
    one = socket.socket(); one.setblocking(False); one.connect_ex(("127.0.0.1", 3128)); held.append(one)
print(len(held))
`;

async function tryUnwritable(): Promise<unknown> {
  refusesToWrite = true;
  const before = origin.seen.length;
  const answer = told(await run(askByUrllib(['http://example.org/unwritten'])));
  refusesToWrite = false;
  return { answer, reached: origin.seen.length - before };
}

/** A run beside another that may reach more, and that knows the other's token. */
async function tryAttacks(): Promise<unknown> {
  const other = gate.grant(['example.org:80']);
  const quiet = { decided: () => Promise.resolve(), ended: () => undefined };
  const beside = await other?.openRun({ sink: quiet, wallMs: 60_000 });
  const before = origin.seen.length;
  const answer = told(
    await run(attackFromInside(beside?.equipment.networkToken ?? ''), ['example.org:8080']),
  );
  await beside?.close();
  return { answer, reached: origin.seen.length - before };
}

/** fail.closed: of a gateway whose socket was taken away. */
async function tryWithoutSocket(): Promise<string> {
  const granted = gate.grant();
  if (granted === null) return 'nothing is granted';
  const network = { ...granted, openSocket: () => Promise.resolve(join(folder, 'gone.sock')) };
  const lone = new Executor({ strict: false, pool: { least: 0, most: 0 } });
  const request = { code: '1', fileName: 'main.py', environment, limits: defaultLimits, network };
  const refusal = await lone.run(request).then(
    () => 'it ran',
    (error: unknown) => (error instanceof PymcpError ? error.code : String(error)),
  );
  await lone.close();
  return refusal;
}

const outcome = {
  urllib: told(await run(askByUrllib(['http://example.org/a', 'https://example.org/b']))),
  others: told(await run(askByOthers)),
  pip: told(await run(installByPip)),
  denied: told(
    await run(
      askByUrllib([
        'http://evil.example/',
        'https://evil.example/',
        'http://other.example/',
        'http://local.example/',
        'http://metadata.example/',
        `http://${metadata}/`,
      ]),
    ),
  ),
  narrowed: told(
    await run(askByUrllib(['http://example.org/n', 'https://example.org/n']), ['example.org:80']),
  ),
  looked: told(await run(lookAround)),
  without: told(await run(lookAround, [])),
  killed: told(await run(killRelay)),
  flood: told(await run(flood)),
  afterwards: told(await run(askByUrllib(['http://example.org/z']))),
  cancelled: await tryCancelled(),
  sessions: await trySessions(),
  attacks: await tryAttacks(),
  bypasses: told(await run(tryBypasses)),
  askedFor: origin.seen.map(({ url }) => url),
  withoutSocket: await tryWithoutSocket(),
  unwritable: await tryUnwritable(),
  command: await runByCommand(),
  trespasses,
  decisions: decisions.slice(0, 2),
  traffic: traffic.slice(0, 1),
};
await executor.close();
await gate.close();
index();
writeFileSync(1, JSON.stringify(outcome));
process.exit(0);
