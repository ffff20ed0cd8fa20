// The tools that change the memory, by the names and with the arguments of the reference server.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { MemoryService } from '../../services/memory/memory-service.js';
import type { OfferedTool } from '../offer.js';
import { entitySchema, relationSchema } from './graph-schema.js';
import { type MemoryAnswer, toOfferedTool } from './memory-tool.js';

const adds = { readOnlyHint: false, destructiveHint: false, idempotentHint: true } as const;
const deletes = { readOnlyHint: false, destructiveHint: true, idempotentHint: true } as const;
const deletedFields = () => ({ success: z.boolean(), message: z.string() });

export function offerWritingTools(memory: MemoryService, caller: Caller): readonly OfferedTool[] {
  const as = (tool: string): { readonly caller: Caller; readonly tool: string } => ({ caller, tool });
  return [
    toOfferedTool({
      name: 'create_entities',
      title: 'Create entities',
      description:
        'Creates entities in the knowledge graph, each with a name, a type and what is known of it. One whose name is there ' +
        'already stays as it is and is not in the result: add_observations adds to it. Secrets are refused.',
      input: z.strictObject({ entities: z.array(entitySchema) }),
      output: { entities: z.array(entitySchema) },
      annotations: adds,
      ask: async ({ entities }) => {
        const created = await memory.createEntities(as('create_entities'), entities);
        return { text: { json: created }, fields: { entities: created } };
      },
    }),
    toOfferedTool({
      name: 'create_relations',
      title: 'Create relations',
      description:
        'Creates relations between entities in the knowledge graph, in active voice. One that is there already is not in the result.',
      input: z.strictObject({ relations: z.array(relationSchema) }),
      output: { relations: z.array(relationSchema) },
      annotations: adds,
      ask: async ({ relations }) => {
        const created = await memory.createRelations(as('create_relations'), relations);
        return { text: { json: created }, fields: { relations: created } };
      },
    }),
    toOfferedTool({
      name: 'add_observations',
      title: 'Add observations',
      description:
        'Adds observations to entities that are there; those that an entity has already are left out. Where one entity is ' +
        'not there, nothing is added at all.',
      input: z.strictObject({
        observations: z.array(
          z.object({
            entityName: z.string().describe('The name of the entity'),
            contents: z.array(z.string()).describe('What to add, one fact each'),
          }),
        ),
      }),
      output: {
        results: z.array(z.object({ entityName: z.string(), addedObservations: z.array(z.string()) })),
      },
      annotations: adds,
      ask: async ({ observations }) => {
        const results = await memory.addObservations(as('add_observations'), observations);
        return { text: { json: results }, fields: { results } };
      },
    }),
    toOfferedTool({
      name: 'delete_entities',
      title: 'Delete entities',
      description: 'Deletes entities with their observations and all relations of them.',
      input: z.strictObject({ entityNames: z.array(z.string()).describe('Their names') }),
      output: deletedFields(),
      annotations: deletes,
      ask: async ({ entityNames }) => {
        await memory.deleteEntities(as('delete_entities'), entityNames);
        return sayDeleted('Entities');
      },
    }),
    toOfferedTool({
      name: 'delete_observations',
      title: 'Delete observations',
      description: 'Deletes observations of entities, each given word for word.',
      input: z.strictObject({
        deletions: z.array(
          z.object({
            entityName: z.string().describe('The name of the entity'),
            observations: z.array(z.string()).describe('What to delete'),
          }),
        ),
      }),
      output: deletedFields(),
      annotations: deletes,
      ask: async ({ deletions }) => {
        await memory.deleteObservations(as('delete_observations'), deletions);
        return sayDeleted('Observations');
      },
    }),
    toOfferedTool({
      name: 'delete_relations',
      title: 'Delete relations',
      description: 'Deletes relations of the knowledge graph.',
      input: z.strictObject({ relations: z.array(relationSchema) }),
      output: deletedFields(),
      annotations: deletes,
      ask: async ({ relations }) => {
        await memory.deleteRelations(as('delete_relations'), relations);
        return sayDeleted('Relations');
      },
    }),
  ];
}

function sayDeleted(what: string): MemoryAnswer {
  const message = `${what} deleted successfully`;
  return { text: message, fields: { success: true, message } };
}
