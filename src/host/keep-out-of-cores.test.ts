import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { keepOutOfCores } from './keep-out-of-cores.js';

it('has the kernel leave all memory out of a core file, once and again', () => {
  for (let times = 0; times < 2; times += 1) {
    assert.equal(keepOutOfCores(), null);
    const filter = '/proc/self/coredump_filter';
    if (existsSync(filter)) assert.match(readFileSync(filter, 'utf8'), /^0+\n$/);
  }
});
