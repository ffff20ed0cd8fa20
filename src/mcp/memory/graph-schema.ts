// The shapes of the reference server's arguments and results; what results have beyond them stands beside.
import { z } from 'zod';

export const entitySchema = z.object({
  name: z.string().describe('The name of the entity'),
  entityType: z.string().describe('The type of the entity'),
  observations: z.array(z.string()).describe('What is known of it, one fact each'),
});

export const relationSchema = z.object({
  from: z.string().describe('The name of the entity where it starts'),
  to: z.string().describe('The name of the entity where it ends'),
  relationType: z.string().describe('In active voice, such as works_at'),
});

const said = () => ({ by: z.string().describe('The caller, as the audit log names it'), at: z.string() });

export const graphFields = (): Readonly<Record<string, z.ZodType>> => ({
  entities: z.array(entitySchema),
  relations: z.array(relationSchema),
  provenance: z
    .array(z.object({ entityName: z.string(), ...said(), observations: z.array(z.object(said())) }))
    .describe('Who stored each entity and each of its observations, in the same order, and when'),
  left: z.int().describe('Entities that match and are left out, at least'),
  left_observations: z.int().describe('Observations of these entities that are left out'),
  left_relations: z.int().describe('Relations of these entities that are left out'),
});
