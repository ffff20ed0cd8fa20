// The tool reset_read_history: asks the user whether what was read from private repositories may go on to public ones. A model cannot
// answer for the user: the answer comes by the protocol, from the client, under a ticket that was made for this one question.
import { acceptedContent, CLIENT_CAPABILITIES_META_KEY, inputRequired } from '@modelcontextprotocol/server';
import type { CallToolResult, InputRequiredResult, ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import type { OfferedTool } from '../offer.js';
import { parseArguments } from '../parse-arguments.js';
import { toJsonSchema } from '../to-json-schema.js';
import { type Offered, orRefuse, toOutputSchema, toResult } from './github-tool.js';

const input = z.strictObject({});
const shape = { output: { permitted: z.boolean() }, othersWords: [] } as const;
const key = 'confirmation';
const declared = z.object({
  [CLIENT_CAPABILITIES_META_KEY]: z.object({ elicitation: z.unknown().optional() }),
});
const answer = z.object({ permit: z.boolean() });

export function resetReadHistory({ service, caller }: Offered): OfferedTool {
  const { history } = service;
  const ask = (): InputRequiredResult | CallToolResult => {
    const question = history.ask(caller);
    if (question === null)
      return toResult(shape, {
        message: 'Nothing private was read: there is nothing to permit.',
        fields: { permitted: true },
      });
    return inputRequired({
      requestState: question.ticket,
      inputRequests: { [key]: toQuestion(question.sources) },
    });
  };
  return {
    name: 'reset_read_history',
    define: () => ({
      name: 'reset_read_history',
      title: 'Let what was private go on',
      description:
        'Asks the user whether you may write to public repositories although you have read private ones. Only the user can ' +
        'answer, in the client. Use it only where the user wants that.',
      inputSchema: toJsonSchema(input, 'input'),
      outputSchema: toJsonSchema(toOutputSchema(shape.output), 'output'),
      annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
    }),
    call: (given, { mcpReq }) =>
      orRefuse<InputRequiredResult | CallToolResult>(shape, () => {
        parseArguments(input, given, 'give no arguments');
        const { inputResponses } = mcpReq;
        if (inputResponses === undefined) {
          refuseUnasked(mcpReq);
          return Promise.resolve(ask());
        }
        const said = acceptedContent(inputResponses, key, answer);
        if (said?.permit !== true) throw denied();
        if (!history.reset(caller, String(mcpReq.requestState() ?? ''))) return Promise.resolve(ask());
        return Promise.resolve(
          toResult(shape, {
            message: 'The user permits it: what was read until then no longer counts.',
            fields: { permitted: true },
          }),
        );
      }),
  };
}

const toQuestion = (sources: string) =>
  inputRequired.elicit({
    message: `The assistant has read what is private (${sources}) and would like to write to public repositories on GitHub, where everybody can read it. Permit that?`,
    requestedSchema: {
      type: 'object',
      properties: { permit: { type: 'boolean', title: 'Permit it', default: false } },
      required: ['permit'],
    },
  });

/** In revision 2026-07-28 each request says what the client can; before that the library finds out by itself. */
function refuseUnasked({ envelope }: ServerContext['mcpReq']): void {
  const { data } = declared.safeParse(envelope);
  if (data === undefined || data[CLIENT_CAPABILITIES_META_KEY].elicitation !== undefined) return;
  throw new PymcpError(
    'github.read-private',
    'this client cannot ask its user',
    'the user can begin anew instead: restart the connection (stdio), or make another token (HTTP, pymcp token create)',
  );
}

const denied = (): PymcpError =>
  new PymcpError(
    'github.read-private',
    'the user has not permitted it',
    'write nothing to public repositories; go on with something else',
  );
