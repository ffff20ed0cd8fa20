import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Underway } from './underway.js';

describe('what is under way', () => {
  it('is settled at once where there is nothing', async () => {
    await new Underway().settled();
  });

  it('is waited for, whether it ends well or not, with what began meanwhile', async () => {
    const underway = new Underway();
    const ends: string[] = [];
    const end = async (name: string, ms: number): Promise<string> => {
      await delay(ms);
      ends.push(name);
      return name;
    };
    const failing = underway.add(end('first', 5).then(() => Promise.reject(new Error('as it happens'))));
    const growing = underway.add(end('second', 10).then(() => void underway.add(end('third', 10))));
    await underway.settled();
    assert.deepEqual(ends, ['first', 'second', 'third']);
    await assert.rejects(failing, /as it happens/);
    await growing;
  });

  it('passes on what it is given', async () => {
    assert.equal(await new Underway().add(Promise.resolve(7)), 7);
  });
});
