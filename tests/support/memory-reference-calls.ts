// Calls of all nine tools of a memory, in an order in which each finds something. scripts/record-memory-reference.ts asks the
// reference server, tests/memory/reference.test.ts ours.

export interface ToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

const entities = [
  {
    name: 'Alice',
    entityType: 'person',
    observations: ['works at Acme Corp', 'likes programming', 'zuerst, dann "zuletzt"'],
  },
  { name: 'Bob', entityType: 'person', observations: ['works at TechCo'] },
  { name: 'Acme Corp', entityType: 'company', observations: [] },
  { name: '東京', entityType: 'città', observations: ['a\nb', '💾', '\\ and / and \t'] },
] as const;
const worksAt = { from: 'Alice', to: 'Acme Corp', relationType: 'works_at' };
const rivals = { from: 'Bob', to: 'Acme Corp', relationType: 'competitor' };
const outside = { from: 'Zoe', to: 'Nowhere', relationType: 'dreams_of' };

export const referenceCalls: readonly ToolCall[] = [
  { name: 'read_graph', arguments: {} },
  { name: 'create_entities', arguments: { entities } },
  { name: 'create_entities', arguments: { entities: [entities[1], { ...entities[0], name: 'Alicia' }] } },
  { name: 'create_relations', arguments: { relations: [worksAt, rivals, outside] } },
  { name: 'create_relations', arguments: { relations: [rivals] } },
  {
    name: 'add_observations',
    arguments: {
      observations: [
        { entityName: 'Bob', contents: ['works at TechCo', 'has a dog'] },
        { entityName: '東京', contents: ['c'] },
      ],
    },
  },
  { name: 'add_observations', arguments: { observations: [{ entityName: 'Nobody', contents: ['x'] }] } },
  { name: 'search_nodes', arguments: { query: 'TECHCO' } },
  { name: 'search_nodes', arguments: { query: '東京' } },
  { name: 'search_nodes', arguments: { query: 'found nowhere' } },
  { name: 'open_nodes', arguments: { names: ['Bob', 'Alice', 'Nobody'] } },
  { name: 'open_nodes', arguments: { names: [] } },
  {
    name: 'delete_observations',
    arguments: { deletions: [{ entityName: 'Alice', observations: ['likes programming', 'none'] }] },
  },
  { name: 'delete_relations', arguments: { relations: [rivals] } },
  { name: 'delete_entities', arguments: { entityNames: ['Alicia', 'Nobody'] } },
  { name: 'read_graph', arguments: {} },
];
