// The memory is whole whatever several processes do to it at once, and wherever one of them is killed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { MemoryService } from '../../src/services/memory/memory-service.js';
import { asker, MemoryHome, namesIn } from '../support/memory-home.js';

const writer = fileURLToPath(new URL('../support/memory-writer.js', import.meta.url));

describe('several processes with one memory', () => {
  let home: MemoryHome;
  let memory: MemoryService;

  beforeEach(() => {
    home = new MemoryHome();
    memory = home.open();
  });

  afterEach(() => home.remove());

  /** @param killAfter of its names; resolves to those that it had stored by its own word */
  async function write(
    prefix: string,
    count: number,
    killAfter = Number.POSITIVE_INFINITY,
  ): Promise<readonly string[]> {
    const child = spawn(process.execPath, [writer, prefix, String(count)], {
      env: { PATH: process.env['PATH'], XDG_STATE_HOME: home.path },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const stored: string[] = [];
    const ended = once(child, 'close');
    createInterface(child.stdout).on('line', (line) => {
      stored.push(line);
      if (stored.length === killAfter) child.kill('SIGKILL');
    });
    await ended;
    return stored;
  }

  it('lose none of 100 entities that each of 4 creates at once', async () => {
    const stored = (await Promise.all(['a', 'b', 'c', 'd'].map((prefix) => write(prefix, 100)))).flat();
    assert.equal(stored.length, 400);
    assert.deepEqual(await namesIn(memory), [...stored].sort());
    // All of them are found, though an answer has 20 entities at most.
    const { entities, left } = await memory.searchNodes(asker, 'seen by c');
    assert.ok(entities.every(({ name }) => name.startsWith('c_')));
    assert.equal(entities.length + left.entities, 400);
  });

  it('have all that was acknowledged by those that were killed, and open it at once', async () => {
    const kills = [1, 3, 7, 9, 23, 25];
    const all = await Promise.all(kills.map((killAfter) => write(`x${killAfter}`, 40, killAfter)));
    for (const [index, stored] of all.entries())
      assert.ok(stored.length >= (kills[index] ?? 0), 'they had begun');
    const found = new Set(await namesIn(memory));
    assert.deepEqual(
      all.flat().filter((name) => !found.has(name)),
      [],
    );
    const { entities, provenance } = await memory.readWhole(asker);
    assert.ok(
      entities.every(({ observations }) => observations.length === 1),
      'each call whole or not at all',
    );
    assert.equal(provenance.length, entities.length);
  });
});
