// prompts/list and prompts/get over the prompts of all services.
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { PymcpError } from '../../core/errors.js';
import type { OfferedPrompt } from '../offer.js';
import { explainUnknown } from './explain-unknown.js';
import type { ProtocolServer } from './protocol-server.js';
import { pageParams, promptParams } from './request-params.js';
import { takePage } from './take-page.js';

export function servePrompts(server: ProtocolServer, prompts: readonly OfferedPrompt[]): void {
  if (prompts.length === 0) return;
  server.registerCapabilities({ prompts: { listChanged: false } });
  const definitions = prompts.map(({ definition }) => definition);
  server.setRequestHandler('prompts/list', { params: pageParams }, ({ cursor }) => {
    const { items, next } = takePage(definitions, ({ name }) => name, cursor);
    return { prompts: items, ...next };
  });
  server.setRequestHandler(
    'prompts/get',
    { params: promptParams },
    async ({ name: wanted, arguments: given = {} }, context) => {
      const prompt = findPrompt(prompts, wanted);
      try {
        return await prompt.fill(given, context);
      } catch (error) {
        if (!(error instanceof PymcpError)) throw error;
        // The hint goes along: a protocol error is all that a client shows.
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${error.message}; ${error.hint}`);
      }
    },
  );
}

/** @throws ProtocolError */
export function findPrompt(prompts: readonly OfferedPrompt[], wanted: string): OfferedPrompt {
  const prompt = prompts.find(({ definition }) => definition.name === wanted);
  if (prompt !== undefined) return prompt;
  const names = prompts.map(({ definition }) => definition.name);
  throw new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    explainUnknown('prompt', wanted, names, 'prompts/list'),
  );
}
