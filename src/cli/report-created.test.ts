import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { reportCreated } from './report-created.js';
import { resultOf } from './result.test-support.js';

function report(createdProtected: readonly string[]): string {
  const write = mock.method(process.stderr, 'write', () => true);
  try {
    reportCreated({ ...resultOf({ status: 'completed', exitCode: 0, value: null }), createdProtected });
    return write.mock.calls.map((call) => String(call.arguments[0])).join('');
  } finally {
    write.mock.restore();
  }
}

describe('reportCreated', () => {
  it('warns of each file, and says what to do (path.protected)', () => {
    assert.match(report(['.vscode', 'a/.git']), /^warning: .+:\n {2}\.vscode\n {2}a\/\.git\nhint: .+\n$/);
  });

  it('says nothing where there is nothing to say', () => {
    assert.equal(report([]), '');
  });
});
