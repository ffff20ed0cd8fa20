import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PendingOutput } from './pending-output.js';

function pend(...pieces: readonly (readonly ['stdout' | 'stderr', string])[]): PendingOutput {
  const pending = new PendingOutput();
  for (const [stream, text] of pieces) pending.push(stream, Buffer.from(text));
  return pending;
}

describe('output that is not told yet', () => {
  it('comes in its order, once, with the lines of stderr marked', () => {
    const pending = pend(['stdout', 'a\nb'], ['stderr', 'c\nd\n'], ['stdout', 'e\n']);
    assert.equal(pending.take(), 'a\nb\nstderr: c\nstderr: d\ne\n');
    assert.ok(pending.isEmpty);
    assert.equal(pending.take(), '');
  });

  it('is a line where it was a bar', () => {
    const pending = new PendingOutput();
    for (let step = 0; step < 100_000; step += 1)
      pending.push('stderr', Buffer.from(`\r${step} of 100000 |####      |`));
    assert.equal(pending.take(), 'stderr: 99999 of 100000 |####      |');
  });

  it('is a few lines where two streams take turns', () => {
    const pending = new PendingOutput();
    for (let step = 0; step < 10_000; step += 1) {
      pending.push('stderr', Buffer.from(`\r${step}`));
      pending.push('stdout', Buffer.from('.'));
    }
    const told = pending.take();
    assert.match(told, /^… earlier output left out …\n/);
    assert.match(told, /stderr: 9999\n\.$/);
  });

  it('keeps its newest two thousand characters and says so', () => {
    const told = pend(['stdout', `${'a'.repeat(3000)}${'b'.repeat(2000)}`]).take();
    assert.equal(told, `… earlier output left out …\n${'b'.repeat(2000)}`);
  });

  it('holds no more than that of a flood', () => {
    const pending = new PendingOutput();
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < 2_000; count += 1) pending.push('stdout', Buffer.alloc(64 * 1024, 'x\n'));
    assert.ok(process.memoryUsage().heapUsed - before < 32 * 1024 * 1024);
    assert.ok(pending.take().length < 2_100);
  });

  it('shows what would move a cursor', () => {
    assert.equal(pend(['stdout', '\u001b[2J\u202ea']).take(), '\\x1b[2J\\u202ea');
  });

  it('waits for the rest of a character', () => {
    const pending = new PendingOutput();
    const bytes = Buffer.from('é');
    pending.push('stdout', bytes.subarray(0, 1));
    assert.ok(pending.isEmpty);
    pending.push('stdout', bytes.subarray(1));
    assert.equal(pending.take(), 'é');
  });
});
