// A jail for a whole test file: one template through the real engine, and programs that run in sandboxes of it.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import type { InputFile } from '../../src/core/exchanged-file.js';
import type { ExecutionResult } from '../../src/core/execution-result.js';
import { defaultLimits, type Limits } from '../../src/core/limits.js';
import { parseEnvironmentName } from '../../src/core/names.js';
import type { Workspace } from '../../src/core/workspace.js';
import { execute, type ExecutionObserver } from '../../src/execution/execute.js';
import { OutputSpool } from '../../src/execution/output-spool.js';
import { openTemplate } from '../../src/execution/open-template.js';
import type { Template } from '../../src/sandbox/backend-contract.js';
import { slow } from './time.js';

const environment = parseEnvironmentName('python');

export interface Jail {
  readonly template: Template;
  /** One program in a sandbox of its own. */
  run(
    code: string,
    limits?: Partial<Limits>,
    observer?: ExecutionObserver,
    files?: readonly InputFile[],
  ): Promise<ExecutionResult>;
  /** Runs a program that calls `answer(value)` once; fails the test where it does not complete. */
  ask<Answer>(code: string, limits?: Partial<Limits>): Promise<Answer>;
  /**
   * Runs a program that calls `pause(value)`, looks at it from outside while it stands still, then cancels it.
   * @returns what `look` returned
   */
  whilePaused<Answer, Seen>(code: string, look: Look<Answer, Seen>, limits?: Partial<Limits>): Promise<Seen>;
}

type Look<Answer, Seen> = (answer: Answer) => Promise<Seen> | Seen;

/** What the programs may call. */
const prelude = `
def answer(value):
    import json, sys
    sys.stdout.write("\\x1e" + json.dumps(value) + "\\n")
    sys.stdout.flush()
def pause(value=None):
    import time
    answer(value)
    while True: time.sleep(3600)
`;

/** Opens the template of this test file; it is closed after the last test. */
export async function openJail(preload: readonly string[] = [], workspace?: Workspace): Promise<Jail> {
  const policy = { interpreter: '/usr/bin/python3', preload, strict: false };
  const template = await openTemplate({ ...policy, ...(workspace === undefined ? {} : { workspace }) });
  after(() => template.close());
  return toJail(template);
}

export function toJail(template: Template): Jail {
  const spool = new OutputSpool();
  after(() => spool.close());
  const run: Jail['run'] = (code, limits = {}, observer = {}, files = []) =>
    execute(
      template,
      {
        code,
        fileName: 'main.py',
        files,
        environment,
        spool,
        limits: { ...defaultLimits, wallMs: slow(30_000), memoryBytes: 256 * 1024 * 1024, ...limits },
      },
      observer,
    );
  return {
    template,
    run,
    async ask<Answer>(code: string, limits?: Partial<Limits>): Promise<Answer> {
      const result = await run(prelude + code, limits);
      assertCompleted(result);
      return parseAnswer(result.stdout.text) as Answer;
    },
    async whilePaused<Answer, Seen>(
      code: string,
      look: Look<Answer, Seen>,
      limits?: Partial<Limits>,
    ): Promise<Seen> {
      const cancel = new AbortController();
      const looks: Promise<Seen>[] = [];
      let text = '';
      const onStdout = async (chunk: Buffer): Promise<void> => {
        text += chunk.toString();
        if (!text.endsWith('\n')) return;
        const seen = (async () => look(parseAnswer(text) as Answer))();
        looks.push(seen);
        await seen.finally(() => {
          cancel.abort();
        });
      };
      const result = await run(prelude + code, limits, { onStdout, signal: cancel.signal });
      const [seen] = looks;
      assert.ok(seen !== undefined, describeResult(result));
      const value = await seen;
      assert.equal(result.outcome.status, 'cancelled', describeResult(result));
      return value;
    },
  };
}

function parseAnswer(stdout: string): unknown {
  const text = stdout.split('\x1e').at(-1) ?? '';
  assert.ok(stdout.includes('\x1e'), `no answer in: ${stdout}`);
  return JSON.parse(text);
}

/** For the message of a failed assertion. */
export function describeResult(result: ExecutionResult): string {
  return JSON.stringify({ ...result.outcome, stderr: result.stderr.text.slice(-2000), usage: result.usage });
}

/** Asserts that a run ended by a limit, and by which. */
export function assertLimit(result: ExecutionResult, limit: string): void {
  assert.deepEqual(
    { status: result.outcome.status, limit: 'limit' in result.outcome ? result.outcome.limit : null },
    { status: 'limit', limit },
    describeResult(result),
  );
}

/** Asserts that a program came to its end. */
export function assertCompleted(result: ExecutionResult): void {
  assert.equal(result.outcome.status, 'completed', describeResult(result));
}
