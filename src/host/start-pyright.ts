// Run in the jail, by nobody else: starts the language server of the package pyright with its doors to other programs shut. It asks
// a Python for its search path and version; the answer is what the sandbox's own Python knew before it became this process.
// What holds it is the jail (no other program is there, and Landlock refuses execve); this is so that it need not fail.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';

interface JailedPython {
  readonly path: readonly string[];
  readonly prefix: string;
  readonly version: readonly (number | string)[];
}

const python = JSON.parse(process.env['PYMCP_PYTHON'] ?? '') as JailedPython;

function refuse(): never {
  throw Object.assign(new Error('no program can be started here'), { code: 'ENOENT', status: 127 });
}

/** Pyright runs `python -c CODE`, and knows two pieces of code. */
function answerAsPython(_file: string, args: readonly string[] = []): string {
  const code = args.at(-1) ?? '';
  if (code.includes('sys.version_info')) return JSON.stringify(python.version);
  if (code.includes('sys.prefix')) return JSON.stringify({ path: python.path, prefix: python.prefix });
  return refuse();
}

Object.assign(childProcess, {
  ...{ spawn: refuse, spawnSync: refuse, exec: refuse, execSync: refuse, execFile: refuse, fork: refuse },
  execFileSync: answerAsPython,
});

interface PyrightBundle {
  readonly modules: Record<
    string,
    (this: unknown, module: unknown, exported: Record<string, unknown>, ...more: unknown[]) => void
  >;
}

/** What the gateway writes, by way of start-pyright-input.ts, which notes the last few numbers of requests that are cancelled. */
function openInput(cancelled: Int32Array): Readable {
  const input = new Readable({ read: () => undefined });
  const reader = new Worker('/srv/pyright-input.mjs', { workerData: cancelled.buffer });
  reader.on('message', (chunk: Uint8Array | null) => {
    input.push(chunk);
  });
  reader.on('error', () => {
    input.push(null);
  });
  return input;
}

/** In the midst of a question pyright looks each 5 ms whether a file says that it is cancelled. No file is needed for that. */
function answerOfCancellations(cancelled: Int32Array): void {
  const { statSync } = fs;
  const stat = (...args: Parameters<typeof statSync>): unknown => {
    const id = /\/cancellation-(\d+)\.tmp$/.exec(String(args[0]))?.[1];
    if (id === undefined) return statSync.apply(fs, args);
    if (cancelled.some((_, place) => Atomics.load(cancelled, place) === Number(id))) return {};
    throw Object.assign(new Error('it is not cancelled'), { code: 'ENOENT' });
  };
  Object.assign(fs, { statSync: stat });
}

function listenToCancellations(): void {
  const cancelled = new Int32Array(new SharedArrayBuffer(64 * Int32Array.BYTES_PER_ELEMENT));
  answerOfCancellations(cancelled);
  Object.defineProperty(process, 'stdin', { value: openInput(cancelled) });
}

listenToCancellations();
syncBuiltinESMExports();
const load = createRequire(import.meta.url);
if (keepToOneThread()) process.argv.push('--cancellationReceive=file:pymcp');
load('/srv/pyright/langserver.index.js');

/**
 * Where a cancellation is looked for in files, pyright also checks in a thread of its own, with a second copy of all that it knows.
 * It does not where it forgets their folder.
 * @returns whether that is so; otherwise it is better to do without
 */
function keepToOneThread(): boolean {
  const { modules } = load('/srv/pyright/dist/pyright-internal.js') as PyrightBundle;
  const found = Object.entries(modules).filter(([, module]) =>
    module.toString().includes('.getCancellationFolderName=function'),
  );
  for (const [name, module] of found)
    modules[name] = function (this: unknown, own, exported, ...more) {
      module.call(this, own, exported, ...more);
      exported['getCancellationFolderName'] = () => undefined;
    };
  return found.length === 1;
}
