// Runs in a network namespace of its own (enter-network.ts): `pymcp run` and `pymcp stdio` as a user has them, with secrets in `.env` that are bound
// to a host. Prints what came of it, and whether a secret is anywhere; secrets.test.ts says what it must be.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Certificate } from '../egress/make-certificate.js';
import { openNameServer } from '../egress/name-server.js';
import { openOrigin } from '../egress/origin.js';
import { commandLine } from '../support/command-line.js';
import { everythingIn, plainValue, plantSecret } from '../support/planted-secret.js';
import { slow } from '../support/time.js';
import { site } from './enter-network.js';
import { searchSurroundings, sendPlaceholders } from './secret-programs.js';

const [folder = ''] = process.argv.slice(2);
const names: Readonly<Record<string, readonly string[]>> = {
  'example.org': [site],
  'other.example': [site],
};
(await openNameServer('127.0.0.1', (name) => names[name])).unref();
const certificate = JSON.parse(readFileSync(join(folder, 'origin.json'), 'utf8')) as Certificate;
const origin = await openOrigin('example.org', site, [80, 443, 22], certificate);

const secrets = { GH_PAT: plantSecret(plainValue()), BODY_KEY: plantSecret(plainValue()) };
const [project, home, scratch] = ['project', 'home', 'scratch'].map((name) => {
  mkdirSync(join(folder, name), { mode: 0o700 });
  return join(folder, name);
}) as [string, string, string];
const envFile = join(project, '.env');
writeFileSync(envFile, `GH_PAT='${secrets.GH_PAT.value}'\nBODY_KEY='${secrets.BODY_KEY.value}'\n`, {
  mode: 0o600,
});
const env = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: scratch, TMPDIR: scratch };
const bodyUse = { secret: 'BODY_KEY', hosts: ['example.org'], in: ['headers', 'body'] };
const network = [
  ...['example.org', 'example.org:80', 'other.example'].flatMap((host) => ['--allow', host]),
  ...['GH_PAT=example.org', JSON.stringify(bodyUse)].flatMap((use) => ['--bind-secret', use]),
];

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

async function pymcp(args: readonly string[], input = ''): Promise<Ended> {
  const child = spawn(process.execPath, [commandLine, ...args], { env, cwd: project, stdio: 'pipe' });
  child.stdin.end(input);
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { stdout, stderr, status };
}

/** What the gateway and its jails have and say while a session is alive. */
async function trySession(): Promise<Record<string, string | Buffer>> {
  const args = [commandLine, 'stdio', '--log-level', 'debug', ...network];
  const transport = new StdioClientTransport({
    command: process.execPath,
    args,
    env,
    cwd: project,
    stderr: 'pipe',
  });
  let stderr = '';
  transport.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  const call = async (name: string, more: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const answer = await client.callTool({ name, arguments: more }, { timeout: slow(60_000) });
    said.push(JSON.stringify(answer));
    return answer.structuredContent as Record<string, unknown>;
  };
  const said: string[] = [];
  const { session_id } = await call('create_session', {});
  const sent = await call('run_python', { session_id, code: sendPlaceholders });
  sessionAnswers = JSON.parse(String(sent['stdout']));
  const processes = listProcesses();
  const files = everythingIn(folder);
  Reflect.deleteProperty(files, envFile);
  await client.close();
  return { ...files, 'what it said': said.join('\n'), stderr, processes };
}

/** Of everybody on this machine who can be read. */
function listProcesses(): string {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return numbers
    .flatMap((number) => ['cmdline', 'environ'].map((name) => readIfThere(`/proc/${number}/${name}`)))
    .join('\n');
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** Its name where a secret is in one of them, in whatever encoding. */
function findIn(things: Readonly<Record<string, string | Buffer>>): readonly string[] {
  return Object.entries(things).flatMap(([name, thing]) => {
    try {
      for (const secret of Object.values(secrets)) secret.assertAbsent({ [name]: thing });
      return [];
    } catch {
      return [name];
    }
  });
}

let sessionAnswers: unknown = null;
const run = await pymcp(['run', '--json', ...network, '-'], sendPlaceholders);
const arrived = origin.seen.map(({ method, url, rawHeaders, body }) => ({
  asked: `${method} ${url}`,
  authorization:
    rawHeaders[rawHeaders.findIndex((word) => word.toLowerCase() === 'authorization') + 1] ?? null,
  body,
}));
const saved = join(folder, 'saved');
const search = await pymcp(['run', '--save-files', saved, ...network, '-'], searchSurroundings);
const session = await trySession();
const audit = await pymcp(['audit', 'show', '--json']);
const withoutValue = await pymcp(
  ['run', '--allow', 'example.org', '--bind-secret', 'ABSENT=example.org', '-'],
  '1',
);
chmodSync(envFile, 0o600);
writeFileSync(envFile, 'GH_PAT=CHANGEME\nBODY_KEY=x\n');
const placeholder = await pymcp(['stdio', ...network], '');
const unreached = await pymcp(['run', '--bind-secret', 'GH_PAT=example.org', '-'], '1');
const things = {
  'pymcp run': run.stdout + run.stderr,
  'what a program can read': readFileSync(join(saved, 'found.bin')),
  'what it prints': search.stdout + search.stderr,
  'the audit log': audit.stdout,
  ...session,
};
writeFileSync(
  1,
  JSON.stringify({
    run: (JSON.parse(run.stdout) as { stdout: string }).stdout,
    denied: (JSON.parse(run.stdout) as { network_denied: unknown }).network_denied,
    arrived,
    values: { GH_PAT: secrets.GH_PAT.value, BODY_KEY: secrets.BODY_KEY.value },
    session: sessionAnswers,
    looked: Object.keys(things).length,
    found: findIn(things),
    audited: audit.stdout
      .split('\n')
      .filter((line) => line.includes('"secrets"'))
      .map((line) => (JSON.parse(line) as { kind: string; secrets: unknown }).secrets),
    control: findIn({ sent: Buffer.from(secrets.GH_PAT.value).toString('base64') }),
    withoutValue,
    placeholder,
    unreached,
  }),
);
rmSync(saved, { recursive: true });
process.exit(0);
