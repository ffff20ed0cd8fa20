// The tools that read the memory, by the names and with the arguments of the reference server.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { FoundGraph, LeftOut } from '../../services/memory/graph.js';
import type { MemoryService } from '../../services/memory/memory-service.js';
import type { OfferedTool } from '../offer.js';
import { graphFields } from './graph-schema.js';
import { type MemoryAnswer, toOfferedTool } from './memory-tool.js';

const reads = { readOnlyHint: true, destructiveHint: false, idempotentHint: true } as const;

export function offerReadingTools(memory: MemoryService, caller: Caller): readonly OfferedTool[] {
  const as = (tool: string): { readonly caller: Caller; readonly tool: string } => ({ caller, tool });
  return [
    toOfferedTool({
      name: 'read_graph',
      title: 'Read the graph',
      description:
        'Reads the whole knowledge graph. It may be large: search_nodes finds what is about something.',
      input: z.strictObject({}),
      output: graphFields(),
      annotations: reads,
      ask: async () => toAnswer(await memory.readGraph(as('read_graph'))),
    }),
    toOfferedTool({
      name: 'search_nodes',
      title: 'Search nodes',
      description:
        'Finds entities by words or parts of words in their names, types and observations, the best first, with the ' +
        'relations of them. No character of a query has a special meaning.',
      input: z.strictObject({ query: z.string().describe('Words to look for') }),
      output: graphFields(),
      annotations: reads,
      ask: async ({ query }) => toAnswer(await memory.searchNodes(as('search_nodes'), query)),
    }),
    toOfferedTool({
      name: 'open_nodes',
      title: 'Open nodes',
      description:
        'Reads entities by their names, with the relations of them; names that are not there are left out.',
      input: z.strictObject({ names: z.array(z.string()).describe('Names of entities') }),
      output: graphFields(),
      annotations: reads,
      ask: async ({ names }) => toAnswer(await memory.openNodes(as('open_nodes'), names)),
    }),
  ];
}

function toAnswer({ entities, relations, provenance, left }: FoundGraph): MemoryAnswer {
  const note = describeLeft(left);
  return {
    text: { json: { entities, relations } },
    fields: {
      entities,
      relations,
      provenance,
      left: left.entities,
      left_observations: left.observations,
      left_relations: left.relations,
    },
    ...(note === null ? {} : { note }),
  };
}

function describeLeft({ entities, observations, relations }: LeftOut): string | null {
  const left = [
    ...(entities === 0 ? [] : [`${entities} or more entities`]),
    ...(observations === 0 ? [] : [`${observations} observations of these entities`]),
    ...(relations === 0 ? [] : [`${relations} relations of them`]),
  ];
  if (left.length === 0) return null;
  return `Left out, because an answer has a bound: ${left.join(', ')}. Search for more or rarer words, or open fewer nodes.`;
}
