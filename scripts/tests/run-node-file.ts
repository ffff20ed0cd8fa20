// Runs one compiled test file in a process of its own, by node:test, and counts its tests.
import { resolve } from 'node:path';
import { run } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { inspect } from 'node:util';
import { type RunningTimer, startRunningTimer } from '../../src/host/running-timer.js';
import { slow } from '../../tests/support/time.js';
import { describeProcesses } from './describe-processes.js';
import type { Tally } from './tally.js';

/** A file none of whose tests ends for so long is ended: nothing hangs. To build an image takes some minutes where all are busy. */
const silenceMs = (file: string): number => slow(file.includes('/tests/container/') ? 600_000 : 120_000);

/** What node:test says when a test, a suite or the whole file has ended. */
interface TestEnd {
  readonly name: string;
  readonly nesting: number;
  readonly skip?: string | boolean | undefined;
  readonly todo?: string | boolean | undefined;
  readonly details: {
    readonly duration_ms: number;
    readonly type?: string | undefined;
    readonly error?: unknown;
  };
}

/** @param file relative to the repository, compiled */
export async function runNodeFile(file: string, tally: Tally): Promise<void> {
  const path = resolve(file);
  const label = file.replace(/^dist-test\//, '').replace(/\.test\.js$/, '');
  const names: string[] = [];
  let last = 'its start';
  const silence = new Silence(silenceMs(file), () => `after ${last}\n${describeProcesses(path)}`);
  let output = '';
  let count = 0; // of tests, and of failures that are no test

  const events: AsyncIterable<TestEvent> = run({ files: [path], signal: silence.signal, concurrency: 1 });
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') output += data.message;
    if (type === 'test:start') names[data.nesting] = data.name;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    silence.restart();
    const test: TestEnd = data;
    const isFile = test.nesting === 0 && test.name === path;
    const title = isFile ? label : [label, ...names.slice(0, test.nesting), test.name].join(' › ');
    last = title;
    const isTest = !isFile && test.details.type !== 'suite';
    const failure = silence.signal.aborted && isFile ? silence.message : failureOf(type, test);
    if (isTest || failure !== undefined) count += 1;
    if (failure !== undefined) tally.fail(title, isFile ? `${failure}\n${output}` : failure);
    else if (isTest) tally.pass(title, test.details.duration_ms);
  }
  silence.end();
  if (count === 0) tally.fail(label, `no test in this file\n${output}`);
}

/** Why this counts as failed, if it does. A suite that only holds failed tests does not count again. */
function failureOf(end: 'test:pass' | 'test:fail', test: TestEnd): string | undefined {
  const { error, type } = test.details;
  if (type === 'suite' && failureType(error) === 'subtestsFailed') return undefined;
  if (end === 'test:fail') return toText(error);
  if (isSet(test.skip)) return `skipped: ${String(test.skip)}`;
  if (isSet(test.todo)) return `to do: ${String(test.todo)}`;
  return undefined;
}

/** node:test says `undefined` or `false` for what is not marked, and `true`, '' or a reason for what is. */
function isSet(mark: string | boolean | undefined): boolean {
  return mark !== undefined && mark !== false;
}

function failureType(error: unknown): unknown {
  return error instanceof Error && 'failureType' in error ? error.failureType : undefined;
}

/** The error as the test threw it, without the runner's wrapping. */
function toText(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return typeof cause === 'string' ? cause : inspect(cause, { depth: 4 });
}

/** Aborts when it was not restarted for too long, and says then what was there. */
class Silence {
  message = '';
  readonly #controller = new AbortController();
  readonly #timer: RunningTimer;

  /** @param doing what was going on: tests are told in their order, and so the one that hangs is not */
  constructor(mostMs: number, doing: () => string) {
    this.#timer = startRunningTimer(mostMs, () => {
      const stoodStill = (this.#timer.stoodStillMs() / 1000).toFixed(0);
      const still = `while the machine ran (it stood still for ${stoodStill} s besides)`;
      this.message = `ended: no test came to its end for ${mostMs} ms ${still}; ${doing()}`;
      this.#controller.abort();
    });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    this.#timer.restart();
  }

  end(): void {
    this.#timer.stop();
  }
}
