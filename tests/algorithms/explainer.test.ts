// Proves: secret.unseen. What Anthropic's API may answer to `--explain`, by its own SDK against a server of the same shape: texts that
// come whole or not, each kind of error, and a redirect that the key does not follow.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../src/core/errors.js';
import {
  explainByAnthropic,
  type Explanation,
} from '../../src/services/algorithms/explain/anthropic-explainer.js';
import { type Answer, errorOf, startAnthropicServer, streamOf } from './anthropic-server.js';

async function ask(answer: Answer): Promise<Explanation> {
  const server = await startAnthropicServer(answer);
  try {
    const options = { apiKey: 'a-key-of-nobody', address: new URL(server.address), model: 'some-model' };
    const reading = { signal: new AbortController().signal, onText: () => undefined };
    return await explainByAnthropic(options, { system: 'Explain.', text: 'This.' }, reading);
  } finally {
    await server.close();
  }
}

describe('an answer of the API', () => {
  it('is the text of all its parts', async () => {
    const said = await ask(streamOf(['One, ', 'two.'], 'end_turn'));
    assert.deepEqual(said, { text: 'One, two.', cutOff: null });
  });

  it('that ends before its end is what came, and why there is no more', async () => {
    const { text, cutOff } = await ask(streamOf(['Half of a sen'], null));
    assert.equal(text, 'Half of a sen');
    assert.match(cutOff ?? '', /^the connection ended/);
  });

  it('that is as long as it may be, or was declined, says so', async () => {
    assert.match((await ask(streamOf(['Much.'], 'max_tokens'))).cutOff ?? '', /as long as an answer may be/);
    assert.match((await ask(streamOf(['No.'], 'refusal'))).cutOff ?? '', /declined/);
  });
});

describe('an error of the API', () => {
  const errors = [
    [
      401,
      'explain.refused',
      /does not accept the key: so it is said$/,
      /pymcp secrets set ANTHROPIC_API_KEY/,
    ],
    [403, 'explain.refused', /does not accept the key/, /pymcp secrets set ANTHROPIC_API_KEY/],
    [429, 'explain.busy', /no more for now \(HTTP 429\): so it is said$/, /try again/],
    [529, 'explain.busy', /no more for now \(HTTP 529\)/, /try again/],
    [404, 'explain.failed', /answered HTTP 404: so it is said$/, /--model NAME/],
    [500, 'explain.failed', /answered HTTP 500/, /status\.anthropic\.com/],
  ] as const;
  for (const [status, code, message, hint] of errors)
    it(`${status} is ${code}, with what was said and what to do`, async () => {
      await assert.rejects(ask(errorOf(status, 'some_error', 'so it is said')), (error) => {
        assert.ok(error instanceof PymcpError);
        assert.equal(error.code, code);
        assert.match(error.message, message);
        assert.match(error.hint, hint);
        return true;
      });
    });

  it('of no usual form has no reason', async () => {
    const answer: Answer = (response) => {
      response.writeHead(400, { 'x-should-retry': 'false' });
      response.end('<html>');
    };
    await assert.rejects(ask(answer), /HTTP 400/);
  });

  it('is what a redirect is: the key would go with it', async () => {
    const elsewhere = await startAnthropicServer(streamOf(['caught'], 'end_turn'));
    try {
      const answer: Answer = (response) => {
        response.writeHead(307, { location: `${elsewhere.address}/v1/messages`, 'x-should-retry': 'false' });
        response.end();
      };
      await assert.rejects(ask(answer), { code: 'explain.unreachable' });
      assert.equal(elsewhere.received.length, 0);
    } finally {
      await elsewhere.close();
    }
  });
});
