// Lines over stdio, and requests over real HTTP to the real gateway in this process.
import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { type Line, LineSplitter } from '../../../src/mcp/line-splitter.js';
import { parseMessage } from '../../../src/mcp/parse-message.js';
import { body, type Message, messages } from '../client-messages.js';
import { type Check, fuzzTarget, type FuzzTarget, fuzzTargetWith } from '../fuzz-target.js';
import {
  type Asked,
  assertRpc,
  assertServes,
  beginSession,
  openFuzzedGateway,
  statuses,
} from '../fuzzed-gateway.js';
import { cutBytes, cuts, mutatedBytes, mutatedJson, mutatedText } from '../mutations.js';

/** What may stand in a header: Node.js sends nothing else. */
const headerValue = fc.oneof(
  fc.constantFrom(
    '',
    '*/*',
    'application/json',
    'text/event-stream',
    'application/json; charset=utf-16',
    'text/plain',
    'gzip',
    '2025-11-25',
  ),
  fc.string({ maxLength: 20, unit: 'grapheme-ascii' }),
);
const header = fc.tuple(
  fc.constantFrom(
    'accept', 'content-type', 'content-encoding', 'origin', 'host', 'mcp-session-id', 'mcp-protocol-version', 'mcp-method',
    'mcp-name', 'last-event-id', 'x-other', 'expect', 'authorization', 'cookie', 'forwarded',
  ), // prettier-ignore
  headerValue,
);

/** A message with the headers that belong to it, which the body need not keep to. */
const declared = fc.constantFrom(...messages).chain((whole) => {
  const text = JSON.stringify(whole);
  const changed = fc.oneof(
    {
      weight: 4,
      arbitrary: mutatedJson(fc.constant(whole)).map((value) => Buffer.from(JSON.stringify(value))),
    },
    { weight: 1, arbitrary: mutatedText(fc.constant(text)).map((one) => Buffer.from(one)) },
    { weight: 1, arbitrary: mutatedBytes(fc.constant(Buffer.from(text))) },
    { weight: 2, arbitrary: fc.constant(Buffer.from(text)) },
    { weight: 1, arbitrary: body },
  );
  return changed.map((bytes) => ({ headers: headersOf(whole), bytes }));
});

/** As the revision of 2026 wants them; for what is older, the session. */
function headersOf({ method, params }: Message): Readonly<Record<string, string>> {
  if (params === undefined || !('_meta' in params))
    return method === 'initialize' ? {} : { 'mcp-session-id': theSession };
  const named = params['name'] ?? params['uri'];
  return {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method ?? '',
    ...(typeof named === 'string' ? { 'mcp-name': named } : {}),
  };
}

/** Stands for the one that was begun. */
const theSession = 'SESSION';

const asked: fc.Arbitrary<Asked> = fc
  .record({
    method: fc.oneof(
      { weight: 20, arbitrary: fc.constant('POST') },
      { weight: 1, arbitrary: fc.constantFrom('PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH') },
    ),
    path: fc.oneof(
      { weight: 16, arbitrary: fc.constantFrom('/mcp', '/mcp/fixtures') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '/',
          '/mcp/',
          '/mcp/../health',
          '//mcp',
          '/mcp?x=1',
          '/mcp/%2e%2e',
          '/health',
          '/metrics',
          '/mcp/none',
        ),
      },
    ),
    others: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(header, { maxLength: 3 }) },
    ),
    sent: declared,
  })
  .map(({ method, path, others, sent: { headers, bytes } }) => ({
    method,
    path,
    body: bytes,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
      ...Object.fromEntries(others),
    },
  }));

async function openTarget(): Promise<{ check: Check<Asked>; close: () => Promise<void> }> {
  const { send, sendAsOther, close } = await openFuzzedGateway();
  let session = '';
  const check: Check<Asked> = async (one) => {
    if (session === '') session = await beginSession(send);
    const isInSession = one.headers['mcp-session-id'] === theSession;
    const headers = isInSession ? { ...one.headers, 'mcp-session-id': session } : one.headers;
    const answer = await send({ ...one, headers });
    if (isInSession && one.method === 'DELETE') session = '';
    assert.ok(statuses.includes(answer.status), `${answer.status}: ${answer.text.slice(0, 300)}`);
    if (one.method !== 'HEAD') assertRpc(answer);
    if (!isUtf8(one.body)) assert.ok(answer.status >= 400, 'a body that is no text was taken');
    await assertServes(sendAsOther);
    return answer.status < 300 ? 'answered' : 'refused';
  };
  return { check, close };
}

const mostLineBytes = 2000;

function splitAll(parts: readonly Buffer[]): Line[] {
  const splitter = new LineSplitter(mostLineBytes);
  return parts.flatMap((part) => [...splitter.push(part)]);
}

export const wireTargets: readonly FuzzTarget[] = [
  fuzzTarget(
    {
      name: 'lines of clients',
      inputs: 300,
      ways: ['message', 'answer', 'nothing'],
      arbitrary: fc.tuple(fc.array(body, { minLength: 1, maxLength: 3 }), cuts),
    },
    ([bodies, places]) => {
      const whole = Buffer.concat(bodies.flatMap((one) => [one, Buffer.from('\n')]));
      const lines = splitAll(cutBytes(whole, places));
      assert.deepEqual(lines, splitAll([whole]));
      assert.equal(lines.length, whole.toString('latin1').split('\n').length - 1);
      const kinds = lines.map((line) => {
        const parsed = parseMessage(line);
        if (parsed.kind === 'answer') {
          const { id, error, jsonrpc } = parsed.answer;
          assert.equal(jsonrpc, '2.0');
          assert.ok(id === null || typeof id === 'string' || Number.isSafeInteger(id));
          assert.ok(Number.isInteger(error.code) && error.message !== '');
        }
        return parsed.kind;
      });
      return kinds.at(-1) ?? '';
    },
  ),
  fuzzTargetWith(
    { name: 'requests over HTTP', inputs: 60, ways: ['answered', 'refused'], arbitrary: asked },
    openTarget,
  ),
];
