// completion/complete over the prompts and resource templates of all services: what an argument may be, within a bounded
// time, because a person waits at every key.
import { showStart } from '../../core/show-start.js';
import { type CompleteResult, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { sleep } from '../../host/clock.js';
import type { Complete, OfferedPrompt, ResourceRoot } from '../offer.js';
import { explainUnknown } from './explain-unknown.js';
import type { ProtocolServer } from './protocol-server.js';
import { type CompleteParams, completeParams } from './request-params.js';
import { findPrompt } from './serve-prompts.js';

/** As the specification has it. */
const mostValues = 100;
/** A session that is busy answers late; then nothing is known. */
const mostWaitMs = 500;

export function serveCompletions(
  server: ProtocolServer,
  prompts: readonly OfferedPrompt[],
  roots: readonly ResourceRoot[],
): void {
  if (prompts.length + roots.length === 0) return;
  server.registerCapabilities({ completions: {} });
  server.setRequestHandler('completion/complete', { params: completeParams }, async (params) => {
    const complete = findComplete(prompts, roots, params);
    const { name, value: typed } = params.argument;
    const others = params.context?.arguments ?? {};
    return toResult(typed, await withinTime(complete, { name, typed, others }));
  });
}

function findComplete(
  prompts: readonly OfferedPrompt[],
  roots: readonly ResourceRoot[],
  { ref, argument }: CompleteParams,
): Complete {
  if (ref.type === 'ref/prompt') {
    const { definition, complete } = findPrompt(prompts, ref.name);
    refuseUnknown(
      argument.name,
      (definition.arguments ?? []).map(({ name }) => name),
    );
    return complete;
  }
  const root = roots.find(({ template }) => template.uriTemplate === ref.uri);
  if (root === undefined)
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `there is no resource template ${JSON.stringify(showStart(ref.uri, 300))}; resources/templates/list shows those that there are`,
    );
  refuseUnknown(argument.name, variablesOf(root.template.uriTemplate));
  return root.complete;
}

function refuseUnknown(name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const what = explainUnknown('argument', name, known, 'its definition');
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, what);
}

/** RFC 6570, as far as our templates go. */
function variablesOf(template: string): readonly string[] {
  return [...template.matchAll(/\{[+?]?([^}]+)\}/g)].flatMap(([, names = '']) => names.split(','));
}

async function withinTime(complete: Complete, argument: Parameters<Complete>[0]): Promise<readonly string[]> {
  const over = new AbortController();
  try {
    return await Promise.race([complete(argument), sleep(mostWaitMs, over.signal).then(() => [])]);
  } finally {
    over.abort();
  }
}

function toResult(typed: string, known: readonly string[]): CompleteResult {
  const values = known.filter((value) => value.startsWith(typed));
  return {
    completion: {
      values: values.slice(0, mostValues),
      total: values.length,
      hasMore: values.length > mostValues,
    },
  };
}
