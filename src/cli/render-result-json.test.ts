import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outcome } from '../core/execution-result.js';
import type { OutputFile } from '../core/exchanged-file.js';
import { pngOf } from '../core/png.test-support.js';
import { renderResultJson } from './render-result-json.js';
import { resultOf } from './result.test-support.js';

const parse = (outcome: Outcome): unknown => JSON.parse(renderResultJson(resultOf(outcome)));

describe('renderResultJson', () => {
  it('holds the whole result under stable names', () => {
    assert.deepEqual(parse({ status: 'completed', exitCode: 0, value: '42' }), {
      status: 'completed',
      exit_code: 0,
      value: '42',
      stdout: 'out\n',
      stderr: 'e\n… 5 bytes left out …\nr',
      output: { stdout: { bytes: 4, truncated: false }, stderr: { bytes: 7, truncated: true } },
      files: [],
      files_omitted: 0,
      images: [],
      images_omitted: 0,
      html: [],
      html_omitted: 0,
      created_protected: [],
      network_denied: [],
      duration_ms: 12.345,
      usage: { cpu_ms: 7, peak_memory_bytes: null, pids_refused: 0 },
      limits: {
        memory: { level: 'enforced', by: 'cgroup v2' },
        cpu: { level: 'not available', why: 'no cgroup' },
        pids: { level: 'watched', by: 'host watchdog' },
        wall: { level: 'enforced', by: 'cgroup v2' },
        output: { level: 'enforced', by: 'cgroup v2' },
        files: { level: 'enforced', by: 'cgroup v2' },
      },
      isolation: {
        backend: 'bubblewrap',
        namespaces: ['user', 'pid'],
        shared_namespaces: [],
        outer_boundary: 'jail',
        seccomp_instructions: 321,
        landlock_abi: 7,
        host_uid: 1001,
        scope: 'own',
        network: 'none',
      },
      audit: null,
    });
  });

  it('has the id of its records in the audit log', () => {
    const result = { ...resultOf({ status: 'cancelled', message: 'm' }), auditId: '0123456789abcdef' };
    assert.match(renderResultJson(result), /"audit": "0123456789abcdef"/);
  });

  it('puts what is particular to each outcome beside its status', () => {
    const lost = { status: 'lost', signal: 'SIGSEGV', message: 'm' } as const;
    const outcomes: readonly Outcome[] = [
      { status: 'raised', error: { name: 'E', message: 'm', traceback: 't' } },
      { status: 'limit', limit: 'wall', message: 'm' },
      { status: 'cancelled', message: 'm' },
      { ...lost, exitCode: null },
    ];
    const common = Object.keys(parse({ status: 'cancelled', message: 'm' }) as object).slice(2);
    for (const outcome of outcomes) {
      const shown = Object.entries(parse(outcome) as object).filter(([name]) => !common.includes(name));
      const expected = outcome.status === 'lost' ? { ...lost, exit_code: null } : outcome;
      assert.deepEqual(Object.fromEntries(shown), expected);
    }
  });

  it('lists files and figures, and holds nothing of their content', () => {
    const image = pngOf(640, 480);
    const result = resultOf({ status: 'completed', exitCode: 0, value: null });
    const files: readonly OutputFile[] = [
      { path: 'a.csv', size: 3, content: { kind: 'memory', bytes: Buffer.from('a,b') } },
      { path: 'big', size: 10 ** 9, content: { kind: 'left out', why: 'is too large' } },
    ];
    const shown = JSON.parse(
      renderResultJson({
        ...result,
        files,
        filesOmitted: 2,
        images: [image],
        imagesOmitted: 1,
        html: ['<p>é'],
        htmlOmitted: 3,
      }),
    ) as object;
    assert.deepEqual(
      Object.fromEntries(Object.entries(shown).filter(([name]) => /^(?:files|images|html)/.test(name))),
      {
        files: [
          { path: 'a.csv', size: 3, included: true },
          { path: 'big', size: 10 ** 9, included: false },
        ],
        files_omitted: 2,
        images: [{ width: 640, height: 480, bytes: 45 }],
        images_omitted: 1,
        html: [{ bytes: 5 }],
        html_omitted: 3,
      },
    );
  });

  it('is one JSON text that ends with its line', () => {
    const text = renderResultJson(resultOf({ status: 'completed', exitCode: 0, value: 'a\nb\u2028' }));
    assert.match(text, /[^\n]\n$/);
    assert.equal((JSON.parse(text) as { value: string }).value, 'a\nb\u2028');
  });
});
