import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readNetworkEntries, toNetworkEntries } from './parse-network.js';

const entriesOf = (text: string): unknown => {
  const read = readNetworkEntries(text);
  return read.kind === 'read' ? read.entries : read.why;
};

describe('the network as text', () => {
  it('is hosts and presets with commas between, and lines of repeated flags', () => {
    assert.deepEqual(entriesOf('pypi, example.org:8080,,'), ['pypi', 'example.org:8080']);
    assert.deepEqual(entriesOf('pypi\n*.example.org\n[2a00::1]:443'), [
      'pypi',
      '*.example.org',
      '[2a00::1]:443',
    ]);
    assert.deepEqual([entriesOf(''), entriesOf('[]')], [[], []]);
  });

  it('or rules as JSON, one or a list', () => {
    const rule = { host: 'a.example', ports: [80] };
    assert.deepEqual(entriesOf(JSON.stringify(rule)), [rule]);
    assert.deepEqual(entriesOf(`pypi\n${JSON.stringify([rule, 'b.example'])}`), ['pypi', rule, 'b.example']);
  });

  it('and nothing else', () => {
    for (const text of ['{"host": ', '[1]', '[null]', '["a"'])
      assert.equal(typeof entriesOf(text), 'string', text);
  });

  it('is none where it was not given', () => {
    assert.deepEqual([toNetworkEntries(null), toNetworkEntries('["pypi"]')], [[], ['pypi']]);
  });
});
