// A client that asks again as soon as it is answered, until a time has come, and counts what it gets.
import { monotonicMs, sleep } from '#pymcp/host/clock.js';
import { emptyTool } from '../http/empty-tool.js';
import type { ToolResult } from '../http/tool-call.js';
import { messageOf } from '../message-of.js';
import type { HttpClient } from './http-client.js';
import { HttpRefusal } from './http-refusal.js';

export interface AnswerCount {
  answers: number;
  /** What the documents say may happen: too much at once, no place in the queue. */
  refusals: number;
  /** Everything else, in words. */
  readonly errors: string[];
}

/** Every so many calls is a run; the others run nothing. */
const runEvery = 8;
const restMs = 100;

/** Never rejects. @param seed so that no two clients expect the same value */
export async function askUntil(
  client: Pick<HttpClient, 'callTool'>,
  untilMs: number,
  count: AnswerCount,
  seed: number,
): Promise<void> {
  for (let turn = 0; monotonicMs() < untilMs; turn += 1) {
    try {
      const value = String(seed * 1_000_000 + turn);
      const [tool, args] = turn % runEvery === 0 ? ['run_python', { code: value }] : [emptyTool, {}];
      const { result } = await client.callTool(tool, args);
      countAnswer(result, tool === emptyTool ? undefined : value, count);
    } catch (error) {
      if (error instanceof HttpRefusal && (error.status === 429 || error.status === 503)) {
        count.refusals += 1;
        await sleep(restMs);
      } else count.errors.push(messageOf(error));
    }
  }
}

function countAnswer(
  { structuredContent: fields = {}, content }: ToolResult,
  value: string | undefined,
  count: AnswerCount,
): void {
  if (fields['status'] === 'refused') count.refusals += 1;
  else if (fields['value'] === value) count.answers += 1;
  else count.errors.push(messageOf(`not ${String(value)} but ${content?.[0]?.text ?? 'nothing'}`));
}
