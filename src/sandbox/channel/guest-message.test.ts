import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { exchangeLimits } from '../../core/exchanged-file.js';
import { maxFrameBytes } from './frame-decoder.js';
import { type GuestMessage, parseGuestMessage } from './guest-message.js';

const parseText = (text: string): GuestMessage | null => parseGuestMessage(Buffer.from(text));
const parse = (value: unknown): GuestMessage | null => parseText(JSON.stringify(value));

const ready = { type: 'ready', landlockAbi: 7, pid: 2 };
const refused = { type: 'refused', layer: 'mounts', reason: 'EPERM' };
const completed = { type: 'result', status: 'completed', value: '42', valueCharacters: 2 };
const raised = { type: 'result', status: 'raised', name: 'ValueError', message: 'm', traceback: 't' };
const file = { type: 'file', path: 'a.csv', size: 3, content: 'follows' };
const image = { type: 'image', size: 100 };
const chunk = { type: 'chunk', data: 'AAEC' };
const omitted = { type: 'omitted', files: 1, images: 2, html: 3 };
const html = { type: 'html', size: 100 };
const listing = { type: 'listing', files: [{ path: 'a', size: 1 }], omitted: 2 };
const content = { type: 'content', size: 9, length: 4 };
const done = { type: 'done' };
const failed = { type: 'failed', reason: 'EIO' };
const valid: readonly Record<string, unknown>[] = [
  ready,
  refused,
  completed,
  raised,
  file,
  image,
  chunk,
  omitted,
  html,
  listing,
  content,
  done,
  failed,
];

const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('parseGuestMessage', () => {
  it('takes what a guest may say', () => {
    assert.deepEqual(parse(ready), ready);
    assert.deepEqual(parse(refused), refused);
    assert.deepEqual(parse(completed), {
      type: 'completed',
      value: '42',
      valueCharacters: 2,
      exitCode: null,
    });
    assert.deepEqual(parse({ ...completed, value: null }), {
      type: 'completed',
      value: null,
      valueCharacters: 2,
      exitCode: null,
    });
    assert.deepEqual(parse(raised), { type: 'raised', name: 'ValueError', message: 'm', traceback: 't' });
  });

  it('takes what a session says of its files and its copy', () => {
    for (const message of [listing, { ...listing, files: [] }, content, done, failed])
      assert.deepEqual(parse(message), message);
  });

  it('takes files, images and values as HTML', () => {
    assert.deepEqual(parse(html), html);
    assert.deepEqual(parse(file), file);
    assert.deepEqual(parse({ ...file, content: 'left out' }), { ...file, content: 'left out' });
    assert.equal(parse({ ...file, content: 'elsewhere' }), null);
    assert.deepEqual(parse(image), image);
    assert.deepEqual(parse(chunk), { type: 'chunk', bytes: Buffer.from([0, 1, 2]) });
    assert.deepEqual(parse(omitted), omitted);
  });

  it('takes base64 in its one form only, up to half a mebibyte of content', () => {
    for (const data of ['AAE', 'AAEC=', 'AA EC', 'AAEC\n', 'AAE-', 'AAE_', '====', 'AAF=', '\u0000'])
      assert.equal(parse({ ...chunk, data }), null, data);
    assert.deepEqual(parse({ ...chunk, data: '' }), { type: 'chunk', bytes: Buffer.alloc(0) });
    const base64 = (length: number): string => Buffer.alloc(length, 7).toString('base64');
    assert.notEqual(parse({ ...chunk, data: base64(512 * 1024) }), null);
    assert.equal(parse({ ...chunk, data: base64(512 * 1024 + 2) }), null);
  });

  it('passes on the fields it knows and drops the rest', () => {
    assert.deepEqual(parse({ ...ready, extra: 1, isolation: 'none', outcome: {} }), ready);
  });

  it('refuses a message with any one field missing or of another kind', () => {
    for (const message of valid) {
      for (const name of Object.keys(message)) {
        const rest = Object.fromEntries(Object.entries(message).filter(([key]) => key !== name));
        assert.equal(parse(rest), null, `without ${name}`);
        for (const wrong of [true, {}, ['x'], [message[name]], { length: 1 }]) {
          assert.equal(parse({ ...message, [name]: wrong }), null, `${name}: ${JSON.stringify(wrong)}`);
        }
      }
    }
    for (const name of ['layer', 'reason']) assert.equal(parse({ ...refused, [name]: 5 }), null);
    for (const name of ['name', 'message', 'traceback'])
      assert.equal(parse({ ...raised, [name]: null }), null);
  });

  it('refuses counts that are no count', () => {
    for (const number of [
      '-1',
      '1.5',
      '1e999',
      '-1e999',
      '9007199254740992',
      '"7"',
      'null',
      'NaN',
      'Infinity',
    ]) {
      assert.equal(parseText(`{"type":"ready","pid":2,"landlockAbi":${number}}`), null, number);
    }
    assert.notEqual(parse({ ...ready, landlockAbi: 0 }), null);
  });

  it('takes the exit code of a cell, where there is one', () => {
    const exitCodeOf = (exitCode: unknown): unknown => parse({ ...completed, exitCode });
    for (const exitCode of [null, 0, 3, 255])
      assert.deepEqual(exitCodeOf(exitCode), {
        type: 'completed',
        value: '42',
        valueCharacters: 2,
        exitCode,
      });
    for (const exitCode of [-1, 256, 1.5, '0', true, [], {}, 1e300])
      assert.equal(exitCodeOf(exitCode), null, JSON.stringify(exitCode));
  });

  it('refuses a pid that can be none', () => {
    for (const pid of [0, -1, 1.5, '2', null]) assert.equal(parse({ ...ready, pid }), null, String(pid));
  });

  it('refuses a listing that is too long or has anything else in it', () => {
    const { listedFiles } = exchangeLimits;
    const files = Array.from({ length: listedFiles + 1 }, (_, index) => ({ path: `f${index}`, size: 0 }));
    assert.equal(parse({ ...listing, files }), null);
    assert.notEqual(parse({ ...listing, files: files.slice(1) }), null);
    for (const wrong of [
      null,
      'a',
      {},
      [[]],
      [null],
      ['a'],
      [{ path: 'a' }],
      [{ size: 1 }],
      [{ path: 1, size: 1 }],
      [{ path: 'a', size: -1 }],
      [...files.slice(0, 2), { path: 'a', size: null }],
      { length: 1, 0: files[0] },
    ])
      assert.equal(parse({ ...listing, files: wrong }), null, JSON.stringify(wrong));
    assert.equal(parse({ type: 'content', size: 1, length: 2 ** 60 }), null);
  });

  it('refuses types and states that it does not know', () => {
    for (const type of [
      '',
      'Ready',
      'ready\0',
      'completed',
      'closed',
      'violation',
      'constructor',
      '__proto__',
    ]) {
      assert.equal(parse({ ...completed, ...ready, ...failed, type }), null, type);
    }
    for (const status of ['', 'limit', 'cancelled', 'lost', 'toString']) {
      assert.equal(parse({ ...completed, ...raised, status }), null, status);
    }
  });

  it('refuses what is no object, and what is no JSON', () => {
    for (const text of [
      '',
      ' ',
      'null',
      '1',
      '"ready"',
      '[]',
      '[{"type":"ready","landlockAbi":1}]',
      '{',
      '{}x',
      '{}',
    ]) {
      assert.equal(parseText(text), null, text);
    }
  });

  it('takes the names of prototypes as names like any other', () => {
    assert.equal(parseText('{"__proto__":{"type":"ready","landlockAbi":1}}'), null);
    assert.equal(parseText('{"constructor":{"type":"ready"},"landlockAbi":1}'), null);
    assert.deepEqual(
      parseText('{"__proto__":{"landlockAbi":9},"type":"ready","landlockAbi":7,"pid":2}'),
      ready,
    );
    assert.equal(parseText('{"__proto__":{"landlockAbi":9},"type":"ready"}'), null);
    assert.equal('landlockAbi' in {}, false);
  });

  it('makes lone surrogates and bytes that are no UTF-8 to U+FFFD', () => {
    assert.deepEqual(parseText('{"type":"refused","layer":"\\ud800","reason":"a\\udc00b"}'), {
      type: 'refused',
      layer: '\uFFFD',
      reason: 'a\uFFFDb',
    });
    const bytes = Buffer.concat([
      Buffer.from('{"type":"refused","layer":"'),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('","reason":""}'),
    ]);
    assert.deepEqual(parseGuestMessage(bytes), { type: 'refused', layer: '\uFFFD\uFFFD', reason: '' });
  });

  it('takes texts up to their cap and refuses longer ones', () => {
    const most = 256 * 1024;
    for (const [message, name, cap] of [
      [refused, 'layer', 1024],
      [raised, 'name', 1024],
      [refused, 'reason', most],
      [raised, 'message', most],
      [raised, 'traceback', most],
      [completed, 'value', most],
    ] as const) {
      assert.notEqual(parse({ ...message, [name]: 'x'.repeat(cap) }), null, name);
      assert.equal(parse({ ...message, [name]: 'x'.repeat(cap + 1) }), null, name);
    }
  });

  it('survives the deepest nesting that a frame can hold', () => {
    assert.equal(parseText(deep(maxFrameBytes / 2)), null);
    const levels = maxFrameBytes / 2 - 64;
    assert.deepEqual(
      parseText(`{"type":"ready","landlockAbi":7,"pid":2,"x":${deep(levels)}}`) ?? ready,
      ready,
    );
  });

  it('answers anything with a message or null', () => {
    const anyBytes = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
    const anyJson = fc.json().map((text) => Buffer.from(text));
    const nearly = fc
      .record({
        type: fc.constantFrom('ready', 'refused', 'result', 'content', 'failed', 'done', '__proto__'),
        status: fc.constantFrom('completed', 'raised', null),
        landlockAbi: fc.jsonValue(),
        layer: fc.jsonValue(),
        reason: fc.jsonValue(),
        value: fc.jsonValue(),
        valueCharacters: fc.jsonValue(),
      })
      .map((message) => Buffer.from(JSON.stringify(message)));
    fc.assert(
      fc.property(fc.oneof(anyBytes, anyJson, nearly), (bytes) => {
        const message = parseGuestMessage(bytes);
        if (message === null) return;
        for (const value of Object.values(message)) {
          if (typeof value === 'string') assert.ok(value.isWellFormed());
          else assert.ok(value === null || typeof value === 'number');
        }
      }),
    );
  });
});
