// Proves: install.verified. Which answers of a host are taken, and where it may lead on to.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Answered, type Asked, judgeAnswer, whyNotAsked } from './download-answer.js';

const asked: Asked = {
  ...{ url: new URL('https://a.example/x'), hosts: ['a.example', 'b.example:8443'] },
  ...{ offset: 0, bytes: 100, mostBytes: 100 },
};
const judge = (status: number, headers: Answered['headers'] = {}, more: Partial<Asked> = {}) =>
  judgeAnswer({ ...asked, ...more }, { status, headers });

describe('an answer to a download', () => {
  it('is taken where it is the whole, or the rest', () => {
    const whole = judge(200, { 'content-length': '100', etag: '"x"' });
    assert.deepEqual(whole, { kind: 'body', startsAt: 0, validator: '"x"' });
    const rest = judge(206, { 'content-range': 'bytes 40-99/100', 'content-length': '60' }, { offset: 40 });
    assert.deepEqual(rest, { kind: 'body', startsAt: 40, validator: null });
    assert.deepEqual(judge(200, {}, { offset: 40 }), { kind: 'body', startsAt: 0, validator: null });
  });

  it('starts over where the rest cannot be had', () => {
    assert.equal(judge(416, {}, { offset: 40 }).kind, 'start-over');
    assert.equal(judge(416).kind, 'refused');
  });

  it('is refused where it is anything else', () => {
    for (const status of [0, 100, 201, 204, 300, 304, 400, 404, 429, 500])
      assert.equal(judge(status).kind, 'refused', String(status));
    for (const range of ['bytes 0-99/100', 'bytes 40-98/100', 'bytes 40-99/101', 'bytes 40-99/*', 'x', ''])
      assert.equal(judge(206, { 'content-range': range }, { offset: 40 }).kind, 'refused', range);
    assert.equal(judge(206, { 'content-range': 'bytes 0-99/100' }).kind, 'refused');
    for (const length of ['99', '101', '-1', '1e2', '', '100, 100'])
      assert.equal(judge(200, { 'content-length': length }).kind, 'refused', length);
    assert.equal(judge(200, { 'content-length': '101' }, { bytes: null }).kind, 'refused');
    for (const encoding of ['gzip', 'br', 'identity, gzip'])
      assert.equal(judge(200, { 'content-encoding': encoding }).kind, 'refused', encoding);
  });

  it('gives a validator that If-Range takes, or none', () => {
    const validator = (headers: Answered['headers']): unknown => {
      const judged = judge(200, headers);
      return judged.kind === 'body' ? judged.validator : judged.kind;
    };
    const date = 'Wed, 21 Oct 2026 07:28:00 GMT';
    assert.equal(validator({ 'last-modified': date }), date);
    assert.equal(validator({ etag: 'W/"x"', 'last-modified': date }), null);
    for (const etag of ['x', '"a\r\nb"', '"\u00e9"', '""', `"${'x'.repeat(300)}"`])
      assert.equal(validator({ etag }), null);
  });

  it('leads on to hosts of the manifest, over https, alone', () => {
    const leads = (location: string): unknown => {
      const judged = judge(302, { location });
      return judged.kind === 'redirect' ? judged.to.href : judged.kind;
    };
    assert.equal(leads('/y'), 'https://a.example/y');
    assert.equal(leads('https://b.example:8443/y'), 'https://b.example:8443/y');
    const wrong = [
      ...[
        'http://a.example/y',
        'https://b.example/y',
        'https://a.example.evil/y',
        '//evil/y',
        'https://evil\\@a.example/',
      ],
      ...[
        'https://a.example@evil/y',
        'https://u@a.example/y',
        'https://a.example:8443/y',
        'file:///y',
        'javascript:1',
        'https://[',
      ],
    ];
    for (const location of wrong) assert.equal(leads(location), 'refused', location);
    assert.equal(judge(302).kind, 'refused');
    assert.equal(leads('https://A.EXAMPLE./y'), 'refused');
    assert.equal(whyNotAsked(new URL('https://A.example:443/'), ['a.example']), null);
  });
});
