// Which tests ended otherwise inside than outside.
import type { EndedTest, EndedTests, TestEnd } from './test-end.js';

export interface Difference {
  readonly test: string;
  readonly outside: TestEnd;
  readonly inside: TestEnd;
  readonly details: { readonly outside: string; readonly inside: string };
}

const notRun: EndedTest = { end: 'not run', detail: '' };

/** Sorted by test. */
export function findDifferences(outside: EndedTests, inside: EndedTests): Difference[] {
  return [...new Set([...outside.keys(), ...inside.keys()])].sort().flatMap((test) => {
    const [out, within] = [outside.get(test) ?? notRun, inside.get(test) ?? notRun];
    if (out.end === within.end) return [];
    const details = { outside: out.detail, inside: within.detail };
    return [{ test, outside: out.end, inside: within.end, details }];
  });
}
