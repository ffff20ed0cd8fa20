import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isDomainError } from '../refusals.test-support.js';
import { jsonFormat } from './json-format.js';

const format = jsonFormat({ servers: 'mcpServers' });
const entry = { server: { command: 'isolated-pymcp', args: ['stdio'] } };
const set = (text: string): string => format.set(text, 'pymcp', entry);
const remove = (text: string): string => format.remove(text, 'pymcp');

describe('an entry in JSON settings', () => {
  it('is added after everything else, comments and trailing commas included', () => {
    const before = [
      '// of mine',
      '{',
      '\t"theme": "dark", // really',
      '\t"mcpServers": {',
      '\t\t"a": { "command": "a" } /* old */ // last',
      '\t\t// the end',
      '\t},',
      '}',
      '',
    ].join('\n');
    const after = [
      '// of mine',
      '{',
      '\t"theme": "dark", // really',
      '\t"mcpServers": {',
      '\t\t"a": { "command": "a" }, /* old */ // last',
      '\t\t// the end',
      '\t\t"pymcp": {',
      '\t\t\t"command": "isolated-pymcp",',
      '\t\t\t"args": ["stdio"]',
      '\t\t}',
      '\t},',
      '}',
      '',
    ].join('\n');
    assert.equal(set(before), after);
    assert.equal(remove(after), before);
  });

  it('is written as the file is: line ends, one line, four spaces', () => {
    assert.equal(
      set('{"x":1,"mcpServers":{"a":{}}}'),
      '{"x":1,"mcpServers":{"a":{},"pymcp":{"command":"isolated-pymcp","args":["stdio"]}}}',
    );
    const windows = set('{\r\n    "x": 1\r\n}\r\n');
    assert.ok(!/[^\r]\n/.test(windows), JSON.stringify(windows));
    assert.ok(windows.includes('\r\n        "pymcp": {\r\n            "command"'), windows);
  });

  it('makes what is missing', () => {
    const made =
      '{\n  "mcpServers": {\n    "pymcp": {\n      "command": "isolated-pymcp",\n      "args": ["stdio"]\n    }\n  }\n}';
    assert.equal(set(''), `${made}\n`);
    assert.equal(set('{}'), made);
    assert.equal(set('{ }\n'), `${made}\n`);
    assert.equal(set('// nothing yet'), `// nothing yet\n${made}\n`);
    assert.equal(set('{"mcpServers": {}}\n').includes('pymcp'), true);
  });

  it('refuses what it cannot be sure of', () => {
    const odd = [
      ['[]', 'no JSON object'],
      ['"mcpServers"', 'no JSON object'],
      ['null', 'no JSON object'],
      ['{"mcpServers": []}', 'is no object'],
      ['{"mcpServers": null}', 'is no object'],
      ['{"mcpServers": {}, "mcpServers": {}}', 'twice'],
      ['{"mcpServers": {"pymcp": {}, "pymcp": {}}}', 'twice'],
      ['{"mcpServers": {}} {}', 'no JSON'],
      ["{'mcpServers': {}}", 'no JSON'],
      ['{"a": 1', 'no JSON'],
      ['{"a": "\n"}', 'no JSON'],
      ['<html>', 'no JSON'],
      ['['.repeat(100_000), 'no JSON'],
    ] as const;
    for (const [text, why] of odd) {
      for (const work of [set, remove]) {
        assert.throws(
          () => work(text),
          (error: Error) =>
            isDomainError(error, 'client.file-malformed') &&
            (error.message.includes(why) || text.length > 1000),
          text.slice(0, 40),
        );
      }
    }
  });

  it('leaves a line comment a comment', () => {
    for (const text of [
      '{"mcpServers": {"a": 1, // one\n "pymcp": {"command": "pymcp"}, "z": 2}}',
      '{"mcpServers": {"a": 1 // one\n , "pymcp": {"command": "pymcp"} // two\n }}',
      '{"mcpServers": {"a": 1, // one\n "pymcp": {"command": "pymcp"}}}',
      '{"mcpServers": {"pymcp": {"command": "pymcp"} /* x */, // one\n "z": 2}}',
      '{"mcpServers": {\n // one\n "pymcp": {"command": "pymcp"} // two\n // three\n}}',
    ]) {
      const after = remove(text);
      assert.equal(format.find(after, 'pymcp'), null);
      assert.equal(
        (after.match(/\/\/ \w+|\/\*/g) ?? []).length,
        (text.match(/\/\/ \w+|\/\*/g) ?? []).length,
        after,
      );
    }
  });

  /** A file as people write them: members, comments, indentation and line ends at random. */
  const texts = fc
    .record({
      value: fc.dictionary(
        fc
          .string({ minLength: 1, maxLength: 6 })
          .filter((key) => !['pymcp', 'mcpServers', '__proto__'].includes(key)),
        fc.jsonValue({ maxDepth: 2 }),
        { maxKeys: 5 },
      ),
      servers: fc.option(
        fc.dictionary(
          fc.string({ minLength: 1, maxLength: 6 }).filter((key) => key !== 'pymcp' && key !== '__proto__'),
          fc.record({ command: fc.string() }),
          { maxKeys: 3 },
        ),
      ),
      isFirst: fc.boolean(),
      indent: fc.constantFrom('', '  ', '    ', '\t'),
      lineEnd: fc.constantFrom('\n', '\r\n'),
      comment: fc.constantFrom('', '// a "quoted, {one}', '/* several\n, "lines */'),
      trailing: fc.constantFrom('', ','),
      last: fc.constantFrom('', '\n', '\n\n// the end\n'),
    })
    .map(({ value, servers, isFirst, indent, lineEnd, comment, trailing, last }) => {
      const mine = servers === null ? {} : { mcpServers: servers };
      const whole = isFirst ? { ...mine, ...value } : { ...value, ...mine };
      const plain = JSON.stringify(whole, null, indent);
      const hasLines = plain.includes('\n');
      const withComments =
        !hasLines || comment === ''
          ? plain
          : plain.replace('\n', ` ${comment}\n`).replace(/\n\}$/, `${trailing} ${comment}\n}`);
      return (withComments + last).replaceAll('\n', lineEnd);
    });

  it('changes nothing else, whatever else there is', () => {
    fc.assert(
      fc.property(texts, (before) => {
        const after = set(before);
        assert.deepEqual(format.find(after, 'pymcp'), entry);
        assert.equal(set(after), after);
        // Every line of before is there still, but for commas and braces.
        const words = (text: string): string => text.replace(/[\s,{}]+/g, '');
        const gone = words(remove(after)).replace('"mcpServers":', '');
        assert.equal(gone, words(before).replace('"mcpServers":', ''));
      }),
      { numRuns: 500 },
    );
  });

  it('is taken out to the byte where its neighbours have lines of their own', () => {
    fc.assert(
      fc.property(texts, (before) => {
        fc.pre(/"mcpServers": \{\r?\n/.test(before));
        assert.equal(remove(set(before)), before);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what VS Code asks for', () => {
  const vscode = jsonFormat({ servers: 'servers', inputs: 'inputs' });
  const asking = {
    server: {
      type: 'http',
      url: 'http://127.0.0.1:3001/mcp',
      headers: { Authorization: 'Bearer ${input:pymcp_token}' },
    },
    input: { type: 'promptString', id: 'pymcp_token', description: 'd', password: true },
  };

  it('comes and goes with its server', () => {
    const before =
      '{\n  "inputs": [\n    { "id": "other" } // theirs\n  ],\n  "servers": {\n    "a": {}\n  }\n}\n';
    const after = vscode.set(before, 'pymcp', asking);
    assert.deepEqual(vscode.find(after, 'pymcp'), asking);
    assert.ok(after.includes('{ "id": "other" }, // theirs'));
    assert.equal(vscode.remove(after, 'pymcp'), before);
    const stdio = vscode.set(after, 'pymcp', entry);
    assert.deepEqual(vscode.find(stdio, 'pymcp'), entry);
  });
});
