import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Entry } from './entry-format.js';
import { jsonFormat } from './json/json-format.js';
import { isOwnEntry, summarize } from './own-entry.js';
import { planConnection, planRemoval } from './plan-change.js';
import { renderDiff } from './render-diff.js';

const format = jsonFormat({ servers: 'mcpServers' });
const entry: Entry = { server: { command: 'isolated-pymcp', args: ['stdio'] } };
const place = (before: string | null) => ({ format, name: 'pymcp', before });
const connected = (before: string): string => planConnection(place(before), entry, 'keep').after ?? '';

describe('planRemoval', () => {
  it('gives back the copy where nothing else has changed', () => {
    for (const before of [
      '{}',
      '{ "mcpServers" : { } }',
      '\ufeff{"mcpServers":{}}',
      '{"mcpServers": {} /* x */}\r\n',
    ]) {
      const copies = ['{"other": 1}', 'broken', before, connected(before)];
      assert.equal(planRemoval(place(connected(before)), copies).after, before);
    }
  });

  it('gives back no copy that differs from what is there now', () => {
    const now = connected('{"a": 1}').replace('"a": 1', '"a": 2');
    assert.deepEqual(JSON.parse(planRemoval(place(now), ['{"a": 1}']).after ?? ''), { a: 2, mcpServers: {} });
  });

  it('removes the file only where nobody else ever had something in it', () => {
    const now = connected('');
    assert.equal(planRemoval(place(now), []).after, null);
    assert.equal(planRemoval(place(now), [now]).after, null);
    assert.notEqual(planRemoval(place(now), ['{"a": 1}']).after, null);
    assert.notEqual(planRemoval(place(`// mine\n${now}`), []).after, null);
  });
});

describe('isOwnEntry', () => {
  const is = (server: Entry['server']): boolean => isOwnEntry({ server });

  it('knows what starts or asks this program', () => {
    assert.ok(is({ command: 'isolated-pymcp', args: ['stdio'] }));
    assert.ok(is({ command: '/usr/local/bin/pymcp', args: ['stdio', '--attach'] }));
    assert.ok(is({ command: 'node', args: ['/opt/isolated-pymcp/dist/cli/main.js', 'stdio'] }));
    assert.ok(is({ command: 'docker', args: ['exec', '-i', 'isolated-pymcp', 'pymcp', 'stdio'] }));
    assert.ok(is({ url: 'http://127.0.0.1:3001/mcp', headers: { Authorization: 'Bearer ${PYMCP_TOKEN}' } }));
  });

  it('takes nothing else for ours', () => {
    for (const server of [
      {},
      { command: 'npx', args: ['stdio'] },
      { command: 'pymcp' },
      { command: 'pymcp', args: ['serve'] },
      { command: 'pymcp', args: 'stdio' },
      { command: 1, args: ['pymcp', 'stdio'] },
      { command: 'my-pymcp-x', args: ['stdio'] },
      { url: 'http://127.0.0.1:3001/mcp' },
      { url: 'http://127.0.0.1.evil.example:3001/mcp', headers: { Authorization: 'PYMCP_TOKEN' } },
      { url: 'https://example.org/mcp', headers: { Authorization: 'Bearer ${PYMCP_TOKEN}' } },
    ])
      assert.ok(!is(server), JSON.stringify(server));
  });

  it('shows no secret of an entry (secret.unlogged)', () => {
    const secret = 'abcdefghijklmnopqrstuvwxyz';
    for (const server of [
      { command: 'npx', args: ['--token', 'short', `KEY=${secret}`, secret], env: { A: secret } },
      { url: `https://user:${secret}@example.org/?key=${secret}`, headers: { A: secret } },
      { anything: secret },
    ]) {
      const shown = summarize({ server });
      assert.ok(!shown.includes(secret) && !shown.includes('short'), shown);
    }
  });
});

describe('renderDiff', () => {
  it('shows what comes and goes, with two lines around it', () => {
    const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].join('\n');
    const after = ['a', 'b', 'c', 'd', 'E', 'f', 'g', 'h', 'i', 'j'].join('\n');
    assert.equal(renderDiff(before, after, false), '  c\n  d\n- e\n+ E\n  f\n  g\n  h\n  i\n+ j\n');
  });

  it('is coloured only where it is asked', () => {
    assert.equal(renderDiff('', 'a\n', true), '\x1b[32m+ a\x1b[0m\n');
  });

  it('bears texts of any size', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `${index}`);
    const shown = renderDiff(many.join('\n'), many.toReversed().join('\n'), false);
    assert.ok(shown.length > 10_000);
    assert.ok(renderDiff('x'.repeat(1_000_000), 'y', false).length < 500);
  });
});
