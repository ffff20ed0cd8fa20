// One module of CPython's tests on one side, to its last test: a process that is lost with a test is followed by another.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/host/package-root.js';
import { slow } from '../support/time.js';
import { moreFolder } from './test-suite.js';
import { EndReader, type EndedTest, type EndedTests } from './test-end.js';

/** Runs one program somewhere, hands on what it writes to stdout, and says how it ended. */
export type Side = (code: string, onStdout: (text: string) => void) => Promise<string>;

/** So many processes may be lost with a test before the others are given up. */
const mostLost = 20;

const secondsOfTest = slow(180_000) / 1000;

/** @param names of modules, classes or tests */
export async function runModule(side: Side, names: readonly string[]): Promise<EndedTests> {
  const ended = new Map<string, EndedTest>();
  for (let lost = 0; lost <= mostLost; lost += 1) {
    const reader = new EndReader();
    const how = await side(toProgram(names, [...ended.keys()]), (text) => {
      reader.push(text);
    });
    reader.close(how);
    for (const [test, end] of reader.ended) ended.set(test, end);
    if (reader.isFinished) return ended;
    if (reader.ended.size === 0) throw new Error(`${names.join(', ')} began with no test: ${how}`);
  }
  throw new Error(`${names.join(', ')} was lost ${mostLost} times`);
}

function toProgram(names: readonly string[], done: readonly string[]): string {
  const source = readFileSync(join(packageRoot(), 'tests/cpython/run_tests.py'), 'utf8');
  const plan = JSON.stringify({ names, done, more: moreFolder, seconds: secondsOfTest });
  return `${source}\n\nif __name__ == "__main__":\n    main(json.loads(${JSON.stringify(plan)}))\n`;
}
