import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { monotonicMs, sleep } from '#pymcp/host/clock.js';
import type { ToolResult } from '../http/tool-call.js';
import { type AnswerCount, askUntil } from './busy-client.js';
import type { HttpToolAnswer } from './http-client.js';
import { HttpRefusal } from './http-refusal.js';

/** Asks a server that answers a run with this, once: before its second call the time has come. */
async function countWith(answerRun: (code: string) => ToolResult): Promise<AnswerCount> {
  const count: AnswerCount = { answers: 0, refusals: 0, errors: [] };
  const callTool = async (tool: string, args: object): Promise<HttpToolAnswer> => {
    assert.equal(tool, 'run_python');
    await sleep(30);
    return { ms: 30, result: answerRun((args as { readonly code: string }).code) };
  };
  await askUntil({ callTool }, monotonicMs() + 20, count, 3);
  return count;
}

describe('a busy client', () => {
  it('counts an answer only where the value is its own', async () => {
    const right = await countWith((value) => ({ structuredContent: { value } }));
    assert.equal(right.answers, 1);
    const wrong = await countWith(() => ({ structuredContent: { value: '1' } }));
    assert.equal(wrong.answers, 0);
    assert.match(wrong.errors[0] ?? '', /^not 3000000 but nothing/);
  });

  it('tells what is documented from what is not', async () => {
    const refuse = (status: number) => () => {
      throw new HttpRefusal(status, 'no');
    };
    for (const status of [429, 503]) assert.equal((await countWith(refuse(status))).refusals, 1);
    assert.match((await countWith(refuse(500))).errors[0] ?? '', /^HTTP 500/);
    const full = await countWith(() => ({ isError: true, structuredContent: { status: 'refused' } }));
    assert.deepEqual([full.refusals, full.answers], [1, 0]);
  });
});
