// The gateway that verify attacks, a process of its own: it runs what it is told through the executor, as it would for a client,
// and ends with its input. Looked at from outside, it shows what a run has left of it.
//   node gateway-process.js [WORKSPACE read-only|writable]
// With the wires of a stage in its environment, each run has a network of the hosts there (stage.ts).
import type { ExecutionResult } from '../core/execution-result.js';
import { PymcpError } from '../core/errors.js';
import { defaultLimits } from '../core/limits.js';
import { parseEnvironmentName } from '../core/names.js';
import { Executor } from '../execution/executor.js';
import { openWorkspace } from '../execution/open-workspace.js';
import type { EgressGate } from '../egress/gate/egress-gate.js';
import { canaryVariable } from './canaries.js';
import { readBoundary } from './chosen-boundary.js';
import { toContainedPaths } from './to-contained-paths.js';
import { openStageGate } from './stage/open-stage-gate.js';
import { stageVariable } from './stage/stage.js';
import {
  encodeLine,
  LineReader,
  type PingOrder,
  type RunAnswer,
  type RunOrder,
  type SeenResult,
} from './wire.js';

const environment = parseEnvironmentName('python');
/** No attack needs more, and most need less. */
const wallMs = 10_000;

async function main([folder, access]: readonly string[]): Promise<void> {
  const executor = await openExecutor(folder, access);
  const gate = openGate();
  const reader = new LineReader();
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (text: string) => {
    for (const line of reader.push(text)) void obey(executor, gate, line);
  });
  await new Promise((resolve) => process.stdin.once('close', resolve));
  await executor.close();
  await gate?.close();
}

function openGate(): EgressGate | null {
  const { [stageVariable]: wires, [canaryVariable]: secret = '' } = process.env;
  return wires === undefined ? null : openStageGate(wires, secret);
}

async function openExecutor(folder: string | undefined, access: string | undefined): Promise<Executor> {
  // Without sandboxes that wait: then all that is there after a run was left by it.
  const boundary = readBoundary(process.env);
  const options = { strict: false, boundary, pool: { least: 0, most: 0 } };
  if (folder === undefined) return new Executor(options);
  const workspace = await openWorkspace(folder, access === 'writable' ? 'writable' : 'read-only');
  return new Executor({ ...options, workspace });
}

async function obey(executor: Executor, gate: EgressGate | null, line: string): Promise<void> {
  const order = JSON.parse(line) as RunOrder | PingOrder;
  const said =
    'kind' in order ? ({ id: order.id, kind: 'pong' } as const) : await answer(executor, gate, order);
  process.stdout.write(encodeLine(said));
}

async function answer(
  executor: Executor,
  gate: EgressGate | null,
  { id, code, files, limits }: RunOrder,
): Promise<RunAnswer> {
  const isContained = readBoundary(process.env).outerBoundary === 'container';
  const adapt = (text: string): string => (isContained ? toContainedPaths(text) : text);
  const placed = Object.entries(files).map(([path, text]) => ({
    path,
    bytes: Buffer.from(path.endsWith('.py') ? adapt(text) : text),
  }));
  const network = gate?.grant() ?? null;
  try {
    const result = await executor.run({
      code: adapt(code),
      fileName: 'main.py',
      environment,
      limits: { ...defaultLimits, wallMs, ...limits },
      files: placed,
      ...(network === null ? {} : { network }),
    });
    return { id, kind: 'result', result: toSeen(result) };
  } catch (error) {
    if (error instanceof PymcpError && error.code !== 'internal.bug')
      return { id, kind: 'refused', code: error.code, message: error.message };
    return { id, kind: 'fault', message: String(error) };
  }
}

function toSeen(result: ExecutionResult): SeenResult {
  const { outcome, stdout, stderr, createdProtected, limits, files, images, html } = result;
  const contents = files.flatMap(({ path, content }) => [
    path,
    ...(content.kind === 'memory' ? [content.bytes.toString('latin1')] : []),
  ]);
  const paths = files.map(({ path }) => path);
  const others = [...contents, ...images.map((image) => image.toString('latin1')), ...html];
  return { outcome, stdout: stdout.text, stderr: stderr.text, createdProtected, limits, paths, others };
}

await main(process.argv.slice(2));
