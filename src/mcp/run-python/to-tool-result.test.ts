// Text and structured result say the same, whatever happened.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import type { ExecutionResult, Outcome } from '../../core/execution-result.js';
import type { OutputFile } from '../../core/exchanged-file.js';
import { defaultLimits } from '../../core/limits.js';
import { parseSessionId } from '../../core/names.js';
import type { RunPythonAnswer } from '../../services/python/run-python.js';
import { outputSchema, type StructuredResult } from './output-schema.js';
import { toToolResult } from './to-tool-result.js';

const level = { level: 'enforced', by: 'test' } as const;

function ran(outcome: Outcome, more: Partial<ExecutionResult> = {}): RunPythonAnswer {
  const result: ExecutionResult = {
    outcome,
    stdout: { text: 'out\n', bytes: 4, truncated: false },
    stderr: { text: 'err\n', bytes: 4, truncated: false },
    files: [],
    filesOmitted: 0,
    images: [],
    imagesOmitted: 0,
    html: [],
    htmlOmitted: 0,
    createdProtected: [],
    networkDenied: [],
    usage: { wallMs: 1234, cpuMs: 1, peakMemoryBytes: 1, pidsRefused: 0 },
    limits: { memory: level, cpu: level, pids: level, wall: level, output: level, files: level },
    isolation: {
      backend: 'fake',
      namespaces: ['pid'],
      seccompInstructions: 1,
      landlockAbi: 4,
      hostUid: 1,
      scope: 'own',
      network: 'none',
    },
    session: null,
    ...more,
  };
  return { kind: 'ran', result, limits: defaultLimits };
}

const completed: Outcome = { status: 'completed', exitCode: 0, value: 'the value' };

const answers: readonly {
  readonly answer: RunPythonAnswer;
  readonly isError: boolean;
  readonly says: readonly string[];
}[] = [
  { answer: ran(completed), isError: false, says: ['out', 'err', 'the value'] },
  { answer: ran({ ...completed, exitCode: 3 }), isError: true, says: ['exit code 3'] },
  {
    answer: ran({ status: 'raised', error: { name: 'E', message: 'm', traceback: 'Traceback: E: m' } }),
    isError: true,
    says: ['Traceback: E: m'],
  },
  {
    answer: ran({ status: 'limit', limit: 'wall', message: 'out of time' }),
    isError: true,
    says: ['Out of time', 'timeout_s'],
  },
  {
    answer: ran({ status: 'limit', limit: 'memory', message: 'out of memory' }),
    isError: true,
    says: ['--memory'],
  },
  { answer: ran({ status: 'cancelled', message: 'it was cancelled' }), isError: true, says: ['again'] },
  {
    answer: ran({ status: 'lost', exitCode: null, signal: 'SIGSEGV', message: 'gone by SIGSEGV' }),
    isError: true,
    says: ['SIGSEGV'],
  },
  {
    answer: { kind: 'refused', error: new PymcpError('jail.layer-failed', 'no seccomp', 'another kernel') },
    isError: true,
    says: ['Nothing was run', 'no seccomp', 'another kernel'],
  },
];

function parts(answer: RunPythonAnswer): { text: string; structured: StructuredResult; isError: unknown } {
  const { content, structuredContent, isError } = toToolResult(answer);
  const [first] = content;
  assert.equal(first?.type, 'text');
  return { text: first.text, structured: outputSchema.strict().parse(structuredContent), isError };
}

describe('the result of run_python', () => {
  for (const { answer, isError, says } of answers) {
    const { text, structured, isError: failed } = parts(answer);
    it(`says the same in text and in structure: ${text.slice(0, 60)}`, () => {
      assert.equal(failed, isError);
      assert.ok(text.startsWith(`Status: ${structured.status}`), text);
      for (const part of [...says, structured.message.slice(1), structured.hint ?? '']) {
        assert.ok(text.includes(part), `${part} in ${text}`);
      }
      for (const stream of [structured.stdout, structured.stderr, structured.value ?? '']) {
        assert.ok(text.includes(stream.trim()), text);
      }
    });
  }

  it('shows a progress bar as a line, and counts what was written', () => {
    const bars = Array.from({ length: 10_000 }, (_, step) => `\r${step} of 10000`).join('');
    const { text, structured } = parts(
      ran(completed, { stderr: { text: bars, bytes: bars.length, truncated: false } }),
    );
    assert.equal(structured.stderr, '9999 of 10000');
    assert.deepEqual(structured.output.stderr, { bytes: bars.length, truncated: false });
    assert.ok(text.length < 500, text);
  });

  it('says what was used where it may matter, and null where nothing measures it', () => {
    const usage = { wallMs: 2000, cpuMs: 1500, peakMemoryBytes: 90 * 1024 * 1024, pidsRefused: 2 };
    const long = parts(ran(completed, { usage }));
    assert.match(
      long.text,
      /Usage: 1\.50 s of processor time, 90 MB of memory at its peak, 2 new processes or threads refused\./,
    );
    assert.deepEqual(long.structured.usage, {
      cpu_ms: 1500,
      peak_memory_bytes: 90 * 1024 * 1024,
      pids_refused: 2,
      limited_by: ['pids'],
    });
    const short = parts(
      ran(completed, { usage: { wallMs: 2, cpuMs: null, peakMemoryBytes: null, pidsRefused: 0 } }),
    );
    assert.doesNotMatch(short.text, /Usage/);
    assert.deepEqual([short.structured.usage?.cpu_ms, short.structured.usage?.limited_by], [null, []]);
    const ended = parts(ran({ status: 'limit', limit: 'wall', message: 'out of time' }));
    assert.deepEqual(ended.structured.usage?.limited_by, ['wall']);
  });

  it('says whether a session lives on, however the program ended', () => {
    const id = parseSessionId('s1');
    const raised: Outcome = { status: 'raised', error: { name: 'E', message: 'm', traceback: 't' } };
    const alive = parts(ran(raised, { session: { id, alive: true, reason: null } }));
    assert.deepEqual(alive.structured.session, { id: 's1', alive: true });
    assert.match(alive.text, /^The session s1 lives on: its variables and files are kept\.$/m);
    const out: Outcome = { status: 'limit', limit: 'wall', message: 'out of time' };
    const gone = parts(ran(out, { session: { id, alive: false, reason: 'it did not stop' } }));
    assert.deepEqual(gone.structured.session, { id: 's1', alive: false, reason: 'it did not stop' });
    assert.match(
      gone.text,
      /^The session s1 is gone: it did not stop\. .*create_session makes a new one\.$/m,
    );
  });

  it('warns of what the run created and the host may execute', () => {
    const { text, structured } = parts(ran(completed, { createdProtected: ['.envrc', 'a\u001b[2J'] }));
    assert.deepEqual(structured.created_protected, ['.envrc', 'a\u001b[2J']);
    assert.match(text, /Warning: .*"\.envrc", "a\\u001b\[2J"/);
  });

  it('gives text files as text, others beside it, and names what is left out', () => {
    const file = (path: string, bytes: Buffer | null): OutputFile => ({
      path,
      size: bytes?.length ?? 9,
      content: bytes === null ? { kind: 'left out', why: 'is too large' } : { kind: 'memory', bytes },
    });
    const answer = ran(completed, {
      files: [
        file('a.txt', Buffer.from('hello')),
        file('b b.bin', Buffer.from([0, 1])),
        file('c.bin', null),
        file('d.bin', Buffer.alloc(2 * 1024 * 1024)),
      ],
      filesOmitted: 5,
    });
    const { text, structured } = parts(answer);
    assert.deepEqual(
      structured.files.map(({ path, delivery, content }) => [path, delivery, content]),
      [
        ['a.txt', 'content', 'hello'],
        ['b b.bin', 'resource', null],
        ['c.bin', 'left out', null],
        ['d.bin', 'left out', null],
      ],
    );
    for (const part of ['hello', '"b b.bin", 2 bytes (beside', '"c.bin"', '5 more'])
      assert.ok(text.includes(part), text);
    const resources = toToolResult(answer).content.flatMap((block) =>
      block.type === 'resource' ? [block.resource.uri] : [],
    );
    assert.deepEqual(resources, ['sandbox:/home/mcp/b%20b.bin']);
  });

  it('stays below the ten megabytes at which clients end a connection', () => {
    const answer = ran(completed, {
      images: Array.from({ length: 8 }, () => Buffer.alloc(1024 * 1024)),
      files: Array.from({ length: 32 }, (_, number) => ({
        path: `${number}`,
        size: 1,
        content: { kind: 'memory' as const, bytes: Buffer.alloc(256 * 1024) },
      })),
      stdout: { text: '\u0001'.repeat(256 * 1024), bytes: 1, truncated: true },
    });
    assert.ok(JSON.stringify(toToolResult(answer)).length < 9_500_000);
    const { structured } = parts(answer);
    assert.deepEqual([structured.images.length, structured.images_omitted], [5, 3]);
  });
});
