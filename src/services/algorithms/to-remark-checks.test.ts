import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collectRemarks, type Remarks } from './collect-remarks.js';
import { toRemarkChecks } from './to-remark-checks.js';

const none = { kind: 'asked', remarks: [] } as const;

describe('remarks on a file', () => {
  it('are checks of the function on whose lines they stand', () => {
    const remarks: Remarks = {
      lint: {
        kind: 'asked',
        remarks: [{ line: 4, severity: 'warning', message: 'unused\nname [ruff F841]' }],
      },
      diagnostics: { kind: 'asked', remarks: [{ line: 9, severity: 'error', message: 'is no number' }] },
    };
    assert.deepEqual(toRemarkChecks(remarks, [3, 6]), [
      { name: 'lint', state: 'warning', detail: 'line 4: unused name [ruff F841]' },
      { name: 'diagnostics', state: 'ok', detail: 'no remarks' },
    ]);
    assert.equal(toRemarkChecks(remarks, [8, 9])[1]?.state, 'failed');
  });

  it('are not known where the function or the tool is not', () => {
    const missing = { kind: 'missing', why: 'it did not answer in time' } as const;
    const [lint, diagnostics] = toRemarkChecks({ lint: missing, diagnostics: none }, null);
    assert.deepEqual(lint, { name: 'lint', state: 'unknown', detail: missing.why });
    assert.equal(diagnostics?.state, 'unknown');
  });

  it('are shown a few of many', () => {
    const many = Array.from({ length: 9 }, () => ({ line: 1, severity: 'warning', message: 'bad' }) as const);
    const [lint] = toRemarkChecks({ lint: { kind: 'asked', remarks: many }, diagnostics: none }, [1, 1]);
    assert.match(lint?.detail ?? '', /; and 6 more$/);
  });

  it('are waited for so long and no longer', async () => {
    const silent = (): Promise<never> => new Promise(() => undefined);
    const remarks = await collectRemarks({ ask: silent, askLinter: silent }, 'a.py', 1);
    assert.deepEqual([remarks.lint.kind, remarks.diagnostics.kind], ['missing', 'missing']);
  });
});
