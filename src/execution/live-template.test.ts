import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../core/errors.js';
import { defaultLimits } from '../core/limits.js';
import type { Sandbox, Template } from '../sandbox/backend-contract.js';
import { FakeSandbox, levels } from './fake-sandbox.test-support.js';
import { LiveTemplate } from './live-template.js';

class Mortal implements Template {
  readonly levels = levels;
  isGone = false;
  launches = 0;
  closes = 0;
  onLaunch: () => void = () => undefined;

  launch(): Promise<Sandbox> {
    this.launches += 1;
    this.onLaunch();
    return this.isGone
      ? Promise.reject(new PymcpError('jail.lost', 'the template process is gone', 'run it again'))
      : Promise.resolve(new FakeSandbox());
  }

  close(): Promise<void> {
    this.closes += 1;
    return Promise.resolve();
  }
}

function make(least = 0): { live: LiveTemplate; opened: Mortal[] } {
  const opened: Mortal[] = [];
  const live = new LiveTemplate({
    open: () => {
      const template = new Mortal();
      opened.push(template);
      return Promise.resolve(template);
    },
    limits: defaultLimits,
    pool: { least, most: least },
  });
  return { live, opened };
}

describe('a live template', () => {
  it('is opened when it is needed first, once for all that come together', async () => {
    const { live, opened } = make();
    assert.equal(opened.length, 0);
    await Promise.all([live.launch(defaultLimits), live.launch(defaultLimits), live.warmUp()]);
    assert.equal(opened.length, 1);
  });

  it('is replaced where it has died, once, after it was closed', async () => {
    const { live, opened } = make();
    await live.launch(defaultLimits);
    const [first] = opened;
    assert.ok(first !== undefined);
    first.isGone = true;
    await Promise.all([1, 2, 3].map(() => live.launch(defaultLimits)));
    assert.deepEqual([opened.length, first.closes, opened[1]?.launches], [2, 1, 3]);
  });

  it('that dies while a sandbox is made costs its caller nothing: the next one makes it', async () => {
    const { live, opened } = make();
    await live.warmUp();
    const [first] = opened;
    assert.ok(first !== undefined);
    first.onLaunch = () => {
      first.isGone = true;
    };
    await live.launch(defaultLimits);
    assert.deepEqual(
      opened.map(({ launches }) => launches),
      [1, 1],
    );
  });

  it('tells a failure that is none of its death, and stays', async () => {
    const { live, opened } = make();
    await live.warmUp();
    const [first] = opened;
    assert.ok(first !== undefined);
    first.launch = () => Promise.reject(new PymcpError('jail.layer-failed', 'no layer', 'mend it'));
    await assert.rejects(live.launch(defaultLimits), /no layer/);
    assert.equal(opened.length, 1);
  });

  it('takes those that wait with it, and opens no other, when it is closed', async () => {
    const { live, opened } = make(2);
    await live.warmUp();
    assert.equal(opened[0]?.launches, 2);
    await live.close();
    assert.equal(opened[0].closes, 1);
    await assert.rejects(live.launch(defaultLimits), /ending/);
    assert.equal(opened.length, 1);
  });
});
