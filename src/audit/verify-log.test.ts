// Proves: audit.chain. Every kind of change at every record is noticed, and named.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { sealRecord } from './chain.js';
import { makeLog, testKey, toBody, verifyFiles } from './log.test-support.js';
import type { LogVerdict } from './verify-log.js';

const most = 12;
/** A log of some records, and one of them. */
const logAndRecord = fc
  .integer({ min: 1, max: most })
  .chain((count) => fc.tuple(fc.constant(count), fc.integer({ min: 1, max: count })));

const kinds = ({ problems }: LogVerdict): string[] => problems.map(({ kind }) => kind);
const names = ({ problems }: LogVerdict, kind: string, record: number): boolean =>
  problems.some(
    (problem) =>
      problem.kind === kind &&
      problem.records !== null &&
      problem.records[0] <= record &&
      record <= problem.records[1],
  );
const without = <Item>(items: readonly Item[], index: number): Item[] =>
  items.filter((_, at) => at !== index);

describe('a log that is as it was written', () => {
  it('is whole, in one file or in many', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: most }),
        fc.integer({ min: 1, max: 4 }),
        async (count, size) => {
          const { lines, head } = makeLog(count);
          const files: Buffer[] = [];
          for (let at = 0; at < count; at += size) files.push(Buffer.concat(lines.slice(at, at + size)));
          const verdict = await verifyFiles(files, head);
          assert.deepEqual([verdict.problems, verdict.records, verdict.tornBytes], [[], count, 0]);
        },
      ),
    );
  });

  it('may go further than its head says: a gateway was killed in between', async () => {
    const { lines, head } = makeLog(5);
    const earlier = makeLog(3).head;
    assert.deepEqual(
      (await verifyFiles([Buffer.concat(lines)], { ...head, last: earlier.last })).problems,
      [],
    );
  });

  it('may end in a part of a record that its head does not count, at any byte', async () => {
    const { lines } = makeLog(3);
    const { head } = makeLog(2);
    const [one, two, three] = lines;
    assert.ok(one !== undefined && two !== undefined && three !== undefined);
    for (let length = 1; length < three.length; length += 1) {
      const verdict = await verifyFiles([Buffer.concat([one, two, three.subarray(0, length)])], head);
      assert.deepEqual([verdict.problems, verdict.records, verdict.tornBytes], [[], 2, length]);
    }
  });

  it('may have lost what is kept no longer, in whole or in part', async () => {
    const { lines, head } = makeLog(6);
    const kept = { ...head, base: makeLog(4).head.last };
    for (const from of [0, 1, 3, 4])
      assert.deepEqual((await verifyFiles([Buffer.concat(lines.slice(from))], kept)).problems, []);
    const partly = [0, 1, 4, 5].map((index) => lines[index] ?? Buffer.alloc(0));
    assert.deepEqual((await verifyFiles([Buffer.concat(partly)], kept)).problems, []);
    assert.ok(names(await verifyFiles([Buffer.concat(lines.slice(5))], kept), 'dropped', 5));
  });
});

describe('a log that is not as it was written', () => {
  it('shows a changed byte, wherever it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        logAndRecord,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async ([count, record], at, bits) => {
          const { lines, head } = makeLog(count);
          const bytes = Buffer.concat(lines);
          const start = lines.slice(0, record - 1).reduce((sum, line) => sum + line.length, 0);
          const length = lines[record - 1]?.length ?? 0;
          const position = start + (at % (length - 1));
          bytes.writeUInt8(bytes.readUInt8(position) ^ bits, position);
          assert.ok(names(await verifyFiles([bytes], head), 'changed', record));
        },
      ),
    );
  });

  it('shows a changed byte at every place of a short one', async () => {
    const { lines, head } = makeLog(3);
    const whole = Buffer.concat(lines);
    for (let position = 0; position < whole.length; position += 1) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(position) ^ 1, position);
      assert.notDeepEqual((await verifyFiles([bytes], head)).problems, [], `byte ${position}`);
    }
  });

  it('shows a record that is missing: dropped between others, cut at the end', async () => {
    await fc.assert(
      fc.asyncProperty(logAndRecord, async ([count, record]) => {
        const { lines, head } = makeLog(count);
        const verdict = await verifyFiles([Buffer.concat(without(lines, record - 1))], head);
        assert.ok(names(verdict, record === count ? 'cut' : 'dropped', record), JSON.stringify(verdict));
        assert.equal(verdict.problems.length, 1);
      }),
    );
  });

  it('shows a tail that was cut at any byte that its head counts', async () => {
    const { lines, head } = makeLog(4);
    const whole = Buffer.concat(lines);
    for (let length = 0; length < whole.length; length += 1) {
      const verdict = await verifyFiles([whole.subarray(0, length)], head);
      assert.ok(names(verdict, 'cut', 4), `${length}: ${JSON.stringify(verdict)}`);
    }
  });

  it('shows two records that were exchanged', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 2, max: most })
          .chain((count) =>
            fc.tuple(
              fc.constant(count),
              fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { minLength: 2, maxLength: 2 }),
            ),
          ),
        async ([count, [one = 0, other = 0]]) => {
          const { lines, head } = makeLog(count);
          const exchanged = [...lines];
          [exchanged[one], exchanged[other]] = [
            lines[other] ?? Buffer.alloc(0),
            lines[one] ?? Buffer.alloc(0),
          ];
          const verdict = await verifyFiles([Buffer.concat(exchanged)], head);
          assert.ok(kinds(verdict).includes('reordered'), JSON.stringify(verdict));
          assert.ok(names(verdict, 'reordered', Math.min(one, other) + 1));
        },
      ),
    );
  });

  it('shows any other order of its records', async () => {
    const numbers = Array.from({ length: 7 }, (_, index) => index);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(numbers, { minLength: 7 }), async (order) => {
        fc.pre(order.some((number, index) => number !== index));
        const { lines, head } = makeLog(7);
        const shuffled = Buffer.concat(order.map((number) => lines[number] ?? Buffer.alloc(0)));
        assert.ok(kinds(await verifyFiles([shuffled], head)).includes('reordered'));
      }),
    );
  });

  it('shows a record that is there twice, wherever it is put', async () => {
    await fc.assert(
      fc.asyncProperty(logAndRecord, fc.nat(), async ([count, record], place) => {
        const { lines, head } = makeLog(count);
        const again = [...lines];
        again.splice(record + (place % (count - record + 1)), 0, lines[record - 1] ?? Buffer.alloc(0));
        assert.ok(names(await verifyFiles([Buffer.concat(again)], head), 'repeated', record));
      }),
    );
  });

  it('shows a line that was put in', async () => {
    await fc.assert(
      fc.asyncProperty(
        logAndRecord,
        fc.oneof(
          fc.string().map((text) => Buffer.from(`${text.replaceAll('\n', '')}\n`)),
          fc.constant(
            sealRecord(Buffer.alloc(32, 8), '0', { number: 3, mark: 'a'.repeat(64) }, toBody(4)).line,
          ),
          fc.constant(sealRecord(testKey, '1', { number: 3, mark: 'a'.repeat(64) }, toBody(4)).line),
        ),
        async ([count, record], line) => {
          const { lines, head } = makeLog(count);
          const more = [...lines];
          more.splice(record - 1, 0, line);
          assert.deepEqual(kinds(await verifyFiles([Buffer.concat(more)], head)), ['changed']);
        },
      ),
    );
  });

  it('shows a record of the same number that was written after an earlier state was put back', async () => {
    const { lines, head } = makeLog(3);
    const { head: earlier } = makeLog(1);
    const other = sealRecord(testKey, '0', earlier.last, toBody(2, { id: 'another' }));
    const spliced = [lines[0], other.line, lines[2]].map((line) => line ?? Buffer.alloc(0));
    assert.deepEqual(kinds(await verifyFiles([Buffer.concat(spliced)], head)), ['changed']);
    const end = [
      lines[0],
      lines[1],
      sealRecord(testKey, '0', { number: 2, mark: 'b'.repeat(64) }, toBody(3)).line,
    ];
    assert.notDeepEqual(
      (await verifyFiles([Buffer.concat(end.map((line) => line ?? Buffer.alloc(0)))], head)).problems,
      [],
    );
  });

  it('shows files that were exchanged, removed or emptied', async () => {
    const { lines, head } = makeLog(6);
    const files = [0, 2, 4].map((at) => Buffer.concat(lines.slice(at, at + 2)));
    const [one, two, three] = files;
    assert.ok(one !== undefined && two !== undefined && three !== undefined);
    assert.ok(kinds(await verifyFiles([two, one, three], head)).includes('reordered'));
    assert.ok(names(await verifyFiles([one, three], head), 'dropped', 3));
    assert.ok(names(await verifyFiles([one, Buffer.alloc(0), three], head), 'dropped', 4));
    assert.ok(names(await verifyFiles([one, two], head), 'cut', 6));
    assert.ok(names(await verifyFiles([], head), 'cut', 1));
  });

  it('shows that its head is missing', async () => {
    const { lines } = makeLog(3);
    assert.deepEqual(kinds(await verifyFiles([Buffer.concat(lines)], null)), ['head']);
  });

  it('shows that the key is another', async () => {
    const { lines } = makeLog(3, { key: Buffer.alloc(32, 9) });
    assert.deepEqual(kinds(await verifyFiles([Buffer.concat(lines)], null)), ['key']);
  });

  it('shows against a noted record that an earlier state was put back', async () => {
    const { lines } = makeLog(3);
    const { head: earlier } = makeLog(2);
    const number = 3;
    const { mark } = makeLog(3).head.last;
    const back = Buffer.concat(lines.slice(0, 2));
    assert.deepEqual((await verifyFiles([back], earlier)).problems, []);
    assert.deepEqual(kinds(await verifyFiles([back], earlier, { noted: { number, mark } })), ['cut']);
    const whole = makeLog(3);
    assert.deepEqual(
      (await verifyFiles([Buffer.concat(whole.lines)], whole.head, { noted: { number, mark } })).problems,
      [],
    );
  });
});
