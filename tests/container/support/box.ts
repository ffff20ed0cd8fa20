// A container of the image as container/compose.yaml says it, with what a test changes of that, and what speaks to it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@modelcontextprotocol/client';
import { type RunPlan, toRunPlan } from '../../../scripts/container/to-run-arguments.js';
import type { StructuredResult } from '../../../src/mcp/run-python/output-schema.js';
import { connectClient } from '../../support/served-gateway.js';
import { slow } from '../../support/time.js';
import type { Ended, Engine } from './engine.js';

export type Edit = (args: readonly string[]) => readonly string[];

export const asIs: Edit = (args) => args;

export class Box {
  readonly name: string;
  readonly #engine: Engine;
  /** From `run` to the first answer of /health. */
  readonly startMs: number;

  constructor(engine: Engine, name: string, startMs: number) {
    this.#engine = engine;
    this.name = name;
    this.startMs = startMs;
  }

  /** A program inside, as whom the container runs, to its end whatever that is. */
  exec(words: readonly string[], timeoutMs?: number): Promise<Ended> {
    return this.#engine.try(['exec', this.name, ...words], timeoutMs);
  }

  async pymcp(...words: readonly string[]): Promise<string> {
    return this.#engine.run(['exec', this.name, '/usr/local/bin/pymcp', ...words]);
  }

  python(code: string, timeoutMs?: number): Promise<Ended> {
    return this.exec(['/usr/bin/python3', '-I', '-c', code], timeoutMs);
  }

  async inspect(): Promise<unknown> {
    return JSON.parse(await this.#engine.run(['inspect', this.name])) as unknown;
  }

  /** One field, by the engine's template. */
  async field(template: string): Promise<string> {
    return (await this.#engine.run(['inspect', '--format', template, this.name])).trim();
  }

  /** Such as `http://127.0.0.1:40001`. */
  async url(): Promise<string> {
    const [place = ''] = (await this.#engine.run(['port', this.name, '3001/tcp'])).split('\n');
    return `http://${place}`;
  }

  async client(token: string): Promise<Client> {
    return connectClient(`${await this.url()}/mcp`, '2025-11-25', token);
  }

  async isAnswering(): Promise<boolean> {
    return isAnswering(await this.url());
  }

  async remove(): Promise<void> {
    await this.#engine.run(['rm', '--force', '--time', '0', this.name]);
  }
}

/** @param edit of the arguments of `run`, without the image and what comes after it */
export async function startBox(
  engine: Engine,
  image: string,
  name: string,
  { edit = asIs, command = [] }: { readonly edit?: Edit; readonly command?: readonly string[] } = {},
): Promise<Box> {
  const plan = planBox(image, name);
  for (const network of plan.networks)
    if ((await engine.try(['network', 'exists', network])).exitCode !== 0)
      await engine.run(['network', 'create', network]);
  const args = edit(plan.arguments.slice(0, -1));
  const begun = performance.now();
  await engine.run(['run', '--detach', ...args, image, ...command]);
  const box = new Box(engine, name, performance.now() - begun);
  return box;
}

/** Until it answers. @throws AssertionError with its log */
export async function whenAnswering(engine: Engine, box: Box, mostMs = 60_000): Promise<number> {
  const begun = performance.now();
  const url = await box.url();
  while (!(await isAnswering(url))) {
    const log = (): Promise<string> =>
      engine.try(['logs', box.name]).then(({ stdout, stderr }) => stdout + stderr);
    assert.ok(performance.now() - begun < slow(mostMs), `no answer from ${url}\n${await log()}`);
    await sleep(50);
  }
  return box.startMs + performance.now() - begun;
}

async function isAnswering(url: string): Promise<boolean> {
  return fetch(`${url}/health`, { signal: AbortSignal.timeout(slow(10_000)) }).then(
    ({ status }) => status === 200,
    () => false,
  );
}

/** As the compose file has it, but for a free port of the host and names of its own. */
function planBox(image: string, name: string): RunPlan {
  const folder = resolve('container');
  const plan = toRunPlan(
    {
      text: readFileSync(`${folder}/compose.yaml`, 'utf8'),
      folder,
      variables: {
        PYMCP_CONTAINER_IMAGE: image,
        PYMCP_CONTAINER_NAME: name,
        PYMCP_CONTAINER_SERVICES: 'python,files,memory',
      },
    },
    'podman',
  );
  return {
    ...plan,
    arguments: plan.arguments.map((word) =>
      word.replace(/^--publish=127\.0\.0\.1:3001:/, '--publish=127.0.0.1::'),
    ),
  };
}

/** Runs Python by the tool of a client. */
export async function runPython(client: Client, code: string, more: object = {}): Promise<StructuredResult> {
  const result = await client.callTool(
    { name: 'run_python', arguments: { code, ...more } },
    { timeout: slow(90_000) },
  );
  return result.structuredContent as StructuredResult;
}
