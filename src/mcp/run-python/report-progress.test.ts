import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { reportProgress, type ProgressReport } from './report-progress.js';

interface Told {
  readonly progress: number;
  readonly message: string;
}

const pace = { gatherMs: 1, pauseMs: 20, silenceMs: 60 };

/** @param read resolves when the client has read what it was told */
function start(read: () => Promise<void> = () => Promise.resolve()): ProgressReport & { told: Told[] } {
  const told: Told[] = [];
  const notify = async (notification: { params?: unknown }): Promise<void> => {
    told.push(notification.params as Told);
    await read();
  };
  return { ...reportProgress({ mcpReq: { _meta: { progressToken: 7 }, notify } }, pace), told };
}

const write = ({ observer }: ProgressReport, text: string): void =>
  void observer.onStdout?.(Buffer.from(text));

/** On a busy machine that is not soon; what does not come at all shows in what was told. */
async function untilTold({ told }: { told: Told[] }, count: number): Promise<void> {
  for (let rounds = 0; rounds < 500 && told.length < count; rounds += 1) await delay(10);
}

describe('progress', () => {
  it('tells output soon, together, and in pieces that grow', async () => {
    const report = start();
    for (const word of ['one ', 'two ']) write(report, word);
    await untilTold(report, 1);
    write(report, 'three');
    await untilTold(report, 2);
    report.stop();
    assert.deepEqual(
      report.told.map(({ message }) => message),
      ['one two ', 'three'],
    );
    const [first, second] = report.told;
    assert.ok(first !== undefined && second !== undefined && second.progress > first.progress);
  });

  it('tells no more often than it should', async () => {
    const report = start();
    const end = Date.now() + 200;
    for (let count = 0; Date.now() < end; count += 1) {
      write(report, `${count}\n`);
      await delay(1);
    }
    report.stop();
    assert.ok(report.told.length >= 2 && report.told.length <= 11, String(report.told.length));
  });

  it('says that the program runs where it writes nothing, and stops', async () => {
    const report = start();
    await delay(150);
    report.stop();
    const { length } = report.told;
    assert.ok(length >= 1 && length <= 2, String(length));
    assert.match(report.told[0]?.message ?? '', /^still running after 0 s$/);
    write(report, 'late');
    await delay(100);
    assert.equal(report.told.length, length);
  });

  it('tells a client that does not read nothing more', async () => {
    const report = start(() => new Promise(() => undefined));
    for (let count = 0; count < 100; count += 1) {
      write(report, 'x'.repeat(10_000));
      await delay(1);
    }
    report.stop();
    assert.equal(report.told.length, 1);
  });

  it('is nothing where nobody asked', () => {
    const notify = (): Promise<void> => Promise.reject(new Error('nobody asked'));
    assert.deepEqual(reportProgress({ mcpReq: { notify } }, pace).observer, {});
  });
});
