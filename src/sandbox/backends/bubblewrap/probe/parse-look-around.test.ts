import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseLookAround } from './parse-look-around.js';

const answer = {
  status: 'Seccomp:\t2\n',
  namespaces: { user: 'user:[4026531837]' },
  attempts: { mount: 'Operation not permitted', trace: null },
};

describe('what the program in the sandbox prints', () => {
  it('is read', () => {
    const found = parseLookAround(`${JSON.stringify(answer)}\n`);
    assert.equal(found?.status.get('Seccomp'), '2');
    assert.equal(found.attempts.get('trace'), null);
  });

  for (const [what, text] of [
    ['nothing', ''],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['null', 'null'],
    ['no status', JSON.stringify({ ...answer, status: 1 })],
    ['no attempt', JSON.stringify({ ...answer, attempts: {} })],
    ['a namespace that is no name', JSON.stringify({ ...answer, namespaces: { user: 3 } })],
  ] as const) {
    it(`is no answer where it is ${what}`, () => {
      assert.equal(parseLookAround(text), null);
    });
  }
});
