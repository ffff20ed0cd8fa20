import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { isTest, parseSource, readSourceFiles } from '../../tests/architecture/source-files.js';
import { PymcpError } from './errors.js';

const sources = [...readSourceFiles()].filter(([path]) => !isTest(path));

/** The arguments of every `new PymcpError(…)` in the code, as written, by place. */
function findErrors(): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [path, text] of sources) {
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && node.expression.getText() === 'PymcpError') {
        found.set(
          `${path}:${node.pos}`,
          (node.arguments ?? []).map((argument) => argument.getText()),
        );
      }
      ts.forEachChild(node, visit);
    };
    visit(parseSource(path, text));
  }
  return found;
}

describe('PymcpError', () => {
  it('tells bad input, a machine that cannot, and our own bug apart by exit code', () => {
    assert.equal(new PymcpError('usage.invalid', 'what', 'hint').exitCode, 2);
    assert.equal(new PymcpError('jail.layer-failed', 'what', 'hint').exitCode, 3);
    assert.equal(new PymcpError('internal.bug', 'what', 'hint').exitCode, 70);
  });

  it('carries its code, its hint and its cause', () => {
    const cause = new Error('below');
    const error = new PymcpError('jail.lost', 'the template is gone', 'run it again', { cause });
    assert.ok(error instanceof Error);
    assert.deepEqual(
      [error.name, error.code, error.message, error.hint, error.cause],
      ['PymcpError', 'jail.lost', 'the template is gone', 'run it again', cause],
    );
  });

  it('is never made without a message and a hint', () => {
    const errors = findErrors();
    assert.ok(errors.size > 20);
    for (const [place, [code = '', message = '', hint = '']] of errors) {
      for (const text of [code, message, hint]) {
        assert.doesNotMatch(text, /^['"`]?\s*['"`]?$/, place);
      }
    }
  });

  it('says what happened in a sentence without a trailing period', () => {
    for (const [place, [, message = '']] of findErrors()) assert.doesNotMatch(message, /\.['"`]$/, place);
  });
});
