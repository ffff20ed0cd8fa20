// What a call, a session and a result change, as those are told who watch.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCaller } from '../../core/caller.js';
import type { Change } from '../../core/change.js';
import type { ExecutionResult, Outcome } from '../../core/execution-result.js';
import { parseSessionId } from '../../core/names.js';
import { sleep } from '../../host/clock.js';
import { ChangeFeed } from '../change-feed.js';
import { PythonChanges } from './python-changes.js';

const me = toCaller('me');
const [session, copy] = [parseSessionId('s1'), parseSessionId('s2')];
const gatherMs = 10;
const done: Outcome = { status: 'completed', exitCode: 0, value: null };

/** Of a call that has left these files. */
function left(paths: readonly string[], more: Partial<ExecutionResult> = {}): ExecutionResult {
  const files = paths.map((path) => ({
    path,
    size: 1,
    content: { kind: 'left out', why: 'is not asked for' },
  }));
  return { outcome: done, filesOmitted: 0, files, ...more } as ExecutionResult;
}

class World {
  readonly changes = new PythonChanges(new ChangeFeed({ gatherMs }));
  readonly #told: Change[] = [];

  constructor() {
    this.changes.watch(me, (change) => {
      this.#told.push(change);
    });
  }

  /** `list`, and the paths of files. */
  async take(): Promise<string[]> {
    await sleep(5 * gatherMs);
    return this.#told
      .splice(0)
      .map((change) =>
        change.kind === 'resource' ? change.uri.replace('pymcp://sessions/', '') : change.kind,
      );
  }
}

describe('the changes of a session', () => {
  it('are the files that a call has left, and the list where there is a new one', async () => {
    const world = new World();
    world.changes.sessionMade(me, session, null);
    assert.deepEqual(await world.take(), ['resource-list']);
    world.changes.sessionCalled(me, session, ['in.csv'], left(['out.txt']));
    assert.deepEqual(await world.take(), ['resource-list', 's1/in.csv', 's1/out.txt']);
    world.changes.sessionCalled(me, session, [], left([]));
    assert.deepEqual(await world.take(), ['s1/in.csv', 's1/out.txt']);
  });

  it('are unsure where a call did not come to its end', async () => {
    const world = new World();
    world.changes.sessionMade(me, session, null);
    await world.take();
    const outcome: Outcome = { status: 'limit', limit: 'wall', message: 'late' };
    world.changes.sessionCalled(me, session, [], left([], { outcome }));
    assert.deepEqual(await world.take(), ['resource-list']);
    world.changes.sessionCalled(me, session, [], left(['a'], { filesOmitted: 3 }));
    assert.deepEqual(await world.take(), ['resource-list', 's1/a']);
  });

  it('go along with a copy, and end with the session', async () => {
    const world = new World();
    world.changes.sessionMade(me, session, null);
    world.changes.sessionCalled(me, session, [], left(['a']));
    world.changes.sessionMade(me, copy, session);
    await world.take();
    world.changes.sessionEnded(me, session);
    assert.deepEqual(await world.take(), ['resource-list', 's1/a']);
    world.changes.sessionCalled(me, session, [], left(['b']));
    assert.deepEqual(await world.take(), []);
    world.changes.sessionFilesSeen(copy, ['c']);
    world.changes.sessionEnded(me, copy);
    assert.deepEqual(await world.take(), ['resource-list', 's2/a', 's2/c']);
  });
});
