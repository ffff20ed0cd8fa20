import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCaller } from '../core/caller.js';
import { sleep } from '../host/clock.js';
import { ChangeFeed } from './change-feed.js';
import { ChangeWatch } from './change-watch.js';

const caller = toCaller('test');

function watchSome(): {
  readonly file: { text: string; state: string | null; reads: number };
  readonly watch: ChangeWatch;
} {
  const file = { text: '1', state: 'a' as string | null, reads: 0 };
  const watch = new ChangeWatch(
    {
      stamp: () => ({ text: file.text, changedMs: 0 }),
      describe: () => {
        file.reads += 1;
        return Promise.resolve(file.state);
      },
      change: { kind: 'resource', uri: 'pymcp://memory/graph' },
    },
    { feed: new ChangeFeed({ gatherMs: 1 }), everyMs: 1 },
  );
  return { file, watch };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(1);
}

describe('whoever watches what is stored', () => {
  it('is told of what other processes change, once, and not of what changes nothing', async () => {
    const { file, watch } = watchSome();
    let told = 0;
    const stop = watch.watch(caller, () => (told += 1));
    await until(() => file.reads === 1);
    file.text = '2';
    await until(() => file.reads === 2);
    assert.equal(told, 0, 'a file that was written to, with nothing else in it');
    file.state = 'b';
    file.text = '3';
    await until(() => told === 1);
    const { reads } = file;
    await sleep(20);
    assert.deepEqual([told, file.reads], [1, reads], 'and no more is read while nothing is written');
    stop();
  });

  it('is told of a change of this process at once, and not a second time by its file', async () => {
    const { file, watch } = watchSome();
    let told = 0;
    const stop = watch.watch(caller, () => (told += 1));
    await until(() => file.reads === 1);
    file.state = 'b';
    watch.tell('b');
    file.text = '2';
    await until(() => told === 1 && file.reads === 2);
    watch.tell('b');
    await sleep(20);
    assert.equal(told, 1);
    stop();
  });

  it('is told of nothing where the file cannot be read, and of what is there when it can be again', async () => {
    const { file, watch } = watchSome();
    let told = 0;
    const stop = watch.watch(caller, () => (told += 1));
    await until(() => file.reads === 1);
    file.state = null;
    file.text = '2';
    await until(() => file.reads === 2);
    assert.equal(told, 0);
    file.state = 'b';
    file.text = '3';
    await until(() => told === 1);
    stop();
  });

  it('costs nothing when nobody watches any more, and begins anew', async () => {
    const { file, watch } = watchSome();
    watch.watch(caller, () => undefined)();
    await until(() => file.reads === 1);
    file.text = '2';
    await sleep(20);
    assert.equal(file.reads, 1);
    let told = 0;
    file.state = 'c';
    const stop = watch.watch(caller, () => (told += 1));
    await until(() => file.reads === 2);
    await sleep(20);
    assert.equal(told, 0, 'what was there before');
    stop();
  });
});
