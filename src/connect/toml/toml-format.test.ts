import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { toPlainObject } from '../plain-value.js';
import { isDomainError } from '../refusals.test-support.js';
import { tomlFormat } from './toml-format.js';

const format = tomlFormat('mcp_servers');
const entry = { server: { command: 'isolated-pymcp', args: ['stdio', 'a "b" \\ \u0007'] } };
const set = (text: string): string => format.set(text, 'pymcp', entry);
const remove = (text: string): string => format.remove(text, 'pymcp');

const settings = [
  '# of mine',
  'model = "o"   # really',
  'list = [',
  '  [ "a" ], # [mcp_servers.pymcp]',
  ']',
  "text = '''",
  '[mcp_servers.pymcp]',
  "'''",
  'more = """',
  '[mcp_servers.pymcp] \\"""',
  '"""',
  '',
  '[mcp_servers.a]',
  'command = "a"',
  '',
  '# of the projects',
  '[projects."/home/ann"]',
  'trust_level = "trusted"',
  '[[rules]]',
  "kind = { 'x' = 1 }",
  '',
].join('\n');

describe('an entry in TOML settings', () => {
  it('is a table of its own at the end, and goes without a trace', () => {
    for (const before of [settings, settings.replaceAll('\n', '\r\n'), settings.trimEnd(), 'a = 1', '']) {
      const after = set(before);
      assert.ok(after.startsWith(before));
      assert.deepEqual(format.find(after, 'pymcp'), entry);
      assert.equal(set(after), after);
      assert.equal(remove(after).trimEnd(), before.trimEnd());
      if (before.endsWith('\n')) assert.equal(remove(after), before);
      if (before.includes('\r\n')) assert.ok(!/[^\r]\n/.test(after));
    }
  });

  it('stands where it stood, with the tables below it', () => {
    const before = [
      'a = 1',
      '[mcp_servers.pymcp] # ours',
      'command = "pymcp"',
      'args = [',
      '  "stdio", # ]',
      ']',
      '',
      '# theirs',
      '[other]',
      'b = 2',
      '[mcp_servers.pymcp.env]',
      'C = "3"',
      '[mcp_servers.pymcp_2]',
      'd = 4',
      '',
    ].join('\n');
    assert.equal(remove(before), 'a = 1\n\n# theirs\n[other]\nb = 2\n[mcp_servers.pymcp_2]\nd = 4\n');
    const after = format.set(before, 'pymcp', { server: { command: 'x', env: { C: '3' } } });
    assert.ok(after.startsWith('a = 1\n[mcp_servers.pymcp]\ncommand = "x"\n'), after);
    assert.ok(after.endsWith('\n\n# theirs\n[other]\nb = 2\n[mcp_servers.pymcp_2]\nd = 4\n'), after);
  });

  it('is found under a quoted name', () => {
    const quoted = '[ "mcp_servers" . \'pymcp\' ]\ncommand = "pymcp"\n[x]\n';
    assert.deepEqual(format.find(quoted, 'pymcp'), { server: { command: 'pymcp' } });
    assert.equal(remove(quoted), '[x]\n');
  });

  it('refuses to splice what is not written as tables', () => {
    const odd = [
      'mcp_servers = {}',
      'mcp_servers = { a = { command = "a" } }',
      'mcp_servers = { pymcp = { command = "pymcp" } }',
      'mcp_servers.pymcp = { command = "pymcp" }',
      'mcp_servers.pymcp.command = "pymcp"',
      '[mcp_servers]\npymcp = { command = "pymcp" }',
      '[mcp_servers]\npymcp.command = "pymcp"',
      '[[mcp_servers]]\na = 1',
      'mcp_servers = 1',
      '[mcp_servers]\npymcp = 1',
    ];
    for (const text of odd)
      assert.throws(
        () => set(text),
        (error: Error) => isDomainError(error, 'client.edit-unsafe'),
        text,
      );
  });

  it('goes beside servers that are written otherwise, where TOML allows it', () => {
    const before = '[mcp_servers]\na = { command = "a" }\n';
    assert.equal(remove(set(before)), before);
  });

  it('says where a file is wrong', () => {
    for (const text of ['a = 1\nb = ', 'a = 1\n[b', 'a = 1\na = 2']) {
      assert.throws(
        () => set(text),
        (error: Error) =>
          isDomainError(error, 'client.file-malformed') && error.message.startsWith('line 2, column '),
        text,
      );
    }
  });

  const scalars = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }));
  const names = fc
    .string({ minLength: 1, maxLength: 5 })
    .filter((name) => !['pymcp', 'mcp_servers', '__proto__'].includes(name));
  const documents = fc
    .record({
      top: fc.dictionary(names, scalars, { maxKeys: 3 }),
      servers: fc.dictionary(
        names,
        fc.record({ command: fc.string(), env: fc.dictionary(names, fc.string(), { maxKeys: 2 }) }),
        { maxKeys: 3 },
      ),
      comment: fc.constantFrom('', '# [mcp_servers.pymcp]\n', '# a "quoted\n\n'),
      lineEnd: fc.constantFrom('\n', '\r\n'),
    })
    .map(({ top, servers, comment, lineEnd }) =>
      (comment + stringify({ ...top, mcp_servers: servers }).replaceAll('\n[', `\n${comment}[`)).replaceAll(
        '\n',
        lineEnd,
      ),
    );

  it('changes nothing else, whatever else there is', () => {
    fc.assert(
      fc.property(documents, (before) => {
        const after = set(before);
        assert.ok(after.startsWith(before));
        const { mcp_servers: servers, ...rest } = toPlainObject(parse(after)) as unknown as {
          mcp_servers: Record<string, unknown>;
        };
        const { pymcp, ...others } = servers;
        assert.deepEqual(pymcp, entry.server);
        const old = toPlainObject(parse(before)) as unknown as { mcp_servers?: Record<string, unknown> };
        assert.deepEqual({ ...rest, mcp_servers: others }, { ...old, mcp_servers: old.mcp_servers ?? {} });
        assert.equal(remove(after).trimEnd(), before.trimEnd());
      }),
      { numRuns: 300 },
    );
  });
});
