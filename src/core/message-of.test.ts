import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { messageOf } from './message-of.js';
import { PymcpError } from './errors.js';

describe('what was thrown, in words', () => {
  it('is the message of an error', () => {
    assert.equal(messageOf(new TypeError('no number')), 'no number');
    assert.equal(messageOf(new PymcpError('internal.bug', 'it broke', 'report it')), 'it broke');
  });

  it('is a text of anything else', () => {
    const things = ['why', 7, null, undefined];
    assert.deepEqual(things.map(messageOf), ['why', '7', 'null', 'undefined']);
  });

  it('is there for what cannot be made a text', () => {
    assert.equal(messageOf(Object.create(null)), 'something that is no error was thrown');
  });
});
