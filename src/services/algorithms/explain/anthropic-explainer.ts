// Asks Anthropic's Messages API for an explanation, by its own SDK, from this process: the key never comes near a jail. What it
// answers is somebody else's word.
import type AnthropicClient from '@anthropic-ai/sdk';
import { PymcpError } from '../../../core/errors.js';
import { messageOf } from '../../../core/message-of.js';
import type { ExplainRequest } from './explain-prompt.js';

export interface ExplainerOptions {
  readonly apiKey: string;
  /** As src/core/api-address.ts allows it. */
  readonly address: URL;
  readonly model: string;
}

export interface Explanation {
  readonly text: string;
  /** Why there is no more of it; null where it is whole. */
  readonly cutOff: string | null;
}

const mostTokens = 4_000;
const patienceMs = 180_000;
const mostCharacters = 100_000;

/**
 * @param onText told of how many characters there are so far
 * @throws PymcpError `explain.refused`, `explain.busy`, `explain.failed`, `explain.unreachable`
 */
export async function explainByAnthropic(
  { apiKey, address, model }: ExplainerOptions,
  { system, text }: ExplainRequest,
  { signal, onText }: { readonly signal: AbortSignal; readonly onText: (characters: number) => void },
): Promise<Explanation> {
  const { default: Anthropic } = await import('@anthropic-ai/sdk');
  const client = new Anthropic({
    ...{ apiKey, authToken: null, baseURL: address.href.replace(/\/+$/, ''), timeout: patienceMs },
    // The addresses of redirects have not been checked, and the key goes with the request.
    ...{ maxRetries: 2, fetchOptions: { redirect: 'error' }, logLevel: 'off' },
  });
  const parts: string[] = [];
  try {
    return await readAnswer(client, { model, system, text }, { signal, onText, parts });
  } catch (error) {
    const said = parts.join('');
    if (said.trim() === '' || signal.aborted) throw toPymcpError(Anthropic, error, address);
    return { text: said, cutOff: `the connection ended: ${messageOf(error)}` };
  }
}

interface Reading {
  readonly signal: AbortSignal;
  readonly onText: (characters: number) => void;
  readonly parts: string[];
}

async function readAnswer(
  client: AnthropicClient,
  { model, system, text }: ExplainRequest & { readonly model: string },
  { signal, onText, parts }: Reading,
): Promise<Explanation> {
  const events = await client.messages.create(
    { model, max_tokens: mostTokens, stream: true, system, messages: [{ role: 'user', content: text }] },
    { signal },
  );
  let length = 0;
  let stopReason: string | null = null;
  let isWhole = false;
  for await (const event of events) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
      parts.push(event.delta.text);
      length += event.delta.text.length;
      onText(length);
    }
    if (event.type === 'message_delta') stopReason = event.delta.stop_reason;
    if (event.type === 'message_stop') isWhole = true;
    if (length > mostCharacters) return { text: parts.join(''), cutOff: 'it was too long' };
  }
  return { text: parts.join(''), cutOff: sayCut(stopReason, isWhole) };
}

function sayCut(stopReason: string | null, isWhole: boolean): string | null {
  if (!isWhole) return 'the connection ended before it did';
  if (stopReason === 'max_tokens') return 'it was as long as an answer may be';
  return stopReason === 'refusal' ? 'the model declined to go on' : null;
}

type Sdk = typeof AnthropicClient;

function toPymcpError(Anthropic: Sdk, error: unknown, { host }: URL): PymcpError {
  const cause = { cause: error };
  if (error instanceof Anthropic.APIConnectionError || !(error instanceof Anthropic.APIError))
    return new PymcpError(
      'explain.unreachable',
      `${host} gave no explanation: ${messageOf(error)}`,
      'look at the network, or leave out --explain: the report is whole without it',
      cause,
    );
  const status: unknown = error.status;
  const words = saySent(error.error);
  if (status === 401 || status === 403)
    return new PymcpError(
      'explain.refused',
      `${host} does not accept the key: ${words}`,
      'pymcp secrets set ANTHROPIC_API_KEY, with one from https://console.anthropic.com/settings/keys',
      cause,
    );
  if (status === 429 || status === 529)
    return new PymcpError(
      'explain.busy',
      `${host} takes no more for now (HTTP ${String(status)}): ${words}`,
      'try again in a minute; the reports are saved',
      cause,
    );
  return new PymcpError(
    'explain.failed',
    `${host} answered HTTP ${String(status ?? 'nothing')}: ${words}`,
    'see https://status.anthropic.com, or name another model: --model NAME',
    cause,
  );
}

/** The words of the answer, where it has the usual form. */
function saySent(body: unknown): string {
  const error: unknown = typeof body === 'object' && body !== null && 'error' in body ? body.error : body;
  const message: unknown =
    typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return typeof message === 'string' ? message.slice(0, 300) : 'no reason was given';
}
