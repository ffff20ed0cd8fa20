// Whoever watches is told of its own changes, each once for a burst, and never more than can be held.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCaller } from '../core/caller.js';
import type { Change } from '../core/change.js';
import { sleep } from '../host/clock.js';
import { ChangeFeed } from './change-feed.js';

const [me, other] = [toCaller('me'), toCaller('other')];
const resource = (uri: string): Change => ({ kind: 'resource', uri });
const gatherMs = 20;

function watch(feed: ChangeFeed, caller = me): { told: Change[]; stop: () => void } {
  const told: Change[] = [];
  const stop = feed.watch(caller, (change) => {
    told.push(change);
  });
  return { told, stop };
}

describe('the feed of changes', () => {
  it('tells a burst once, and what comes later again', async () => {
    const feed = new ChangeFeed({ gatherMs });
    const { told } = watch(feed);
    for (let count = 0; count < 1000; count += 1) {
      feed.tell(me, resource('a'));
      feed.tell(me, resource('b'));
      feed.tell(me, { kind: 'resource-list' });
    }
    assert.deepEqual(told, []);
    await sleep(5 * gatherMs);
    assert.deepEqual(told, [{ kind: 'resource-list' }, resource('a'), resource('b')]);
    feed.tell(me, resource('a'));
    await sleep(5 * gatherMs);
    assert.deepEqual(told.slice(3), [resource('a')]);
  });

  it('tells each caller of its own alone, and everybody of what is everybody’s', async () => {
    const feed = new ChangeFeed({ gatherMs });
    const [mine, theirs] = [watch(feed), watch(feed, other)];
    feed.tell(me, resource('a'));
    feed.tell(toCaller('nobody'), resource('x'));
    feed.tellAll({ kind: 'tool-list' });
    await sleep(5 * gatherMs);
    assert.deepEqual(mine.told, [{ kind: 'tool-list' }, resource('a')]);
    assert.deepEqual(theirs.told, [{ kind: 'tool-list' }]);
  });

  it('tells every watch of a caller until it is stopped', async () => {
    const feed = new ChangeFeed({ gatherMs });
    const [one, two] = [watch(feed), watch(feed)];
    one.stop();
    one.stop();
    feed.tell(me, resource('a'));
    await sleep(5 * gatherMs);
    assert.deepEqual([one.told, two.told], [[], [resource('a')]]);
    feed.tell(me, resource('b'));
    two.stop();
    await sleep(5 * gatherMs);
    assert.deepEqual(two.told, [resource('a')]);
  });

  it('says that the list has changed where there is too much to tell', async () => {
    const feed = new ChangeFeed({ gatherMs, resources: 2 });
    const { told } = watch(feed);
    for (const uri of ['a', 'b', 'c', 'd']) feed.tell(me, resource(uri));
    await sleep(5 * gatherMs);
    assert.deepEqual(told, [{ kind: 'resource-list' }, resource('a'), resource('b')]);
  });
});
