// audit.chain: a log that somebody has changed in any way is told, or what was changed was nothing of it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openRecord, sealRecord } from '../../../src/audit/chain.js';
import { headBytes, parseHead, renderHead } from '../../../src/audit/head.js';
import { makeLog, testKey, toBody, verifyFiles } from '../../../src/audit/log.test-support.js';
import { fuzzTarget, type FuzzTarget } from '../fuzz-target.js';
import { mutatedBytes } from '../mutations.js';

const most = 6;
const logs = Array.from({ length: most + 1 }, (_, count) => makeLog(count));
/** Another log under the same key: its records are genuine, and belong elsewhere. */
const strange = makeLog(most, { log: '1' });
/** Written after an earlier state was put back: genuine, each at its number, and not what the next one follows. */
const others = Array.from({ length: most }, (_, index) => {
  const { last } = logOf(index).head;
  return sealRecord(testKey, '0', last, toBody(index + 1, { id: 'another' })).line;
});
const count = fc.integer({ min: 1, max: most });

type Change = {
  readonly kind: 'drop' | 'repeat' | 'exchange' | 'strange' | 'other' | 'line';
  readonly at: number;
  readonly to: number;
};
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('drop', 'repeat', 'exchange', 'strange', 'other', 'line'),
  at: fc.nat({ max: 20 }),
  to: fc.nat({ max: 20 }),
});

function changeLines(
  written: readonly Buffer[],
  lines: readonly Buffer[],
  { kind, at, to }: Change,
): Buffer[] {
  const changed = [...lines];
  const [from, other] = [at % lines.length, to % lines.length];
  const [line, second] = [lines[from] ?? Buffer.alloc(0), lines[other] ?? Buffer.alloc(0)];
  if (kind === 'drop') changed.splice(from, 1);
  else if (kind === 'repeat') changed.splice(other, 0, line);
  else if (kind === 'strange') changed.splice(from, 1, strange.lines[from] ?? line);
  else if (kind === 'other') changed.splice(from, 1, others[written.indexOf(line)] ?? line);
  else if (kind === 'line') changed.splice(from, 0, Buffer.from('{"v":1}\n'));
  else [changed[from], changed[other]] = [second, line];
  return changed;
}

function logOf(records: number): (typeof logs)[number] {
  return logs[records] ?? makeLog(records);
}

/** Each line that passes for a record is one that was written, at its number. */
function assertGenuine(bytes: Buffer, lines: readonly Buffer[]): void {
  for (const line of bytes.toString('latin1').split('\n')) {
    const opened = openRecord(testKey, '0', Buffer.from(line, 'latin1'));
    if (opened === null) continue;
    const written = [lines, others].map((all) => all[opened.number - 1]?.toString('latin1'));
    assert.ok(written.includes(`${line}\n`), 'a record passes that nobody wrote');
  }
}

async function checkLog(bytes: Buffer, records: number): Promise<string> {
  const { lines, head } = logOf(records);
  const whole = Buffer.concat(lines);
  assertGenuine(bytes, lines);
  const verdict = await verifyFiles([bytes], head);
  if (verdict.problems.length > 0) {
    for (const { kind, records: named } of verdict.problems)
      assert.ok(kind === 'head' || kind === 'key' || named !== null, kind);
    return 'told';
  }
  // What a killed gateway leaves half written after the last record is no change of any.
  assert.equal(verdict.records, records);
  assert.ok(bytes.subarray(0, whole.length).equals(whole), 'a changed log passes');
  assert.equal(bytes.length - whole.length, verdict.tornBytes);
  return 'untouched';
}

export const auditTargets: readonly FuzzTarget[] = [
  fuzzTarget(
    {
      name: 'audit log, bytes changed',
      inputs: 150,
      ways: ['told', 'untouched'],
      arbitrary: count.chain((records) =>
        fc.tuple(fc.constant(records), mutatedBytes(fc.constant(Buffer.concat(logOf(records).lines)))),
      ),
    },
    ([records, bytes]) => checkLog(bytes, records),
  ),
  fuzzTarget(
    {
      name: 'audit log, records moved',
      inputs: 150,
      ways: ['told', 'untouched'],
      arbitrary: fc.tuple(count, fc.array(change, { minLength: 1, maxLength: 3 })),
    },
    ([records, changes]) => {
      const { lines } = logOf(records);
      const changed = changes.reduce<readonly Buffer[]>(
        (all, one) => (all.length === 0 ? all : changeLines(lines, all, one)),
        lines,
      );
      return checkLog(Buffer.concat(changed), records);
    },
  ),
  fuzzTarget(
    {
      name: 'heads of audit logs',
      inputs: 300,
      ways: ['taken', 'refused'],
      arbitrary: fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: most })).chain(([turn, records]) => {
        const head = { ...logOf(records).head, turn };
        const { position, bytes } = renderHead(testKey, '0', head);
        const file = Buffer.alloc(headBytes);
        bytes.copy(file, position);
        return fc.tuple(fc.constant(head), fc.oneof(fc.constant(file), mutatedBytes(fc.constant(file))));
      }),
    },
    ([head, bytes]) => {
      const parsed = parseHead(testKey, '0', bytes);
      if (parsed === null) return 'refused';
      assert.deepEqual(parsed, head, 'a head passes that nobody wrote');
      return 'taken';
    },
  ),
];
