// The memory as real clients meet it: the reference server's tools, arguments and results, over stdio and over HTTP, in both eras.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { commandLine } from '../support/command-line.js';
import { makeMemoryFolder } from '../support/memory-home.js';
import { type Era, eras, negotiations } from '../support/mcp-client.js';
import { openServedGateway, type ServedGateway } from '../support/served-gateway.js';

const acme = [
  { name: 'Alice', entityType: 'person', observations: ['works at Acme Corp', 'likes programming'] },
  { name: 'Bob', entityType: 'person', observations: ['works at TechCo'] },
  { name: 'Acme Corp', entityType: 'company', observations: ['tech company'] },
];
const worksAt = { from: 'Alice', to: 'Acme Corp', relationType: 'works_at' };
const rivals = { from: 'Bob', to: 'Acme Corp', relationType: 'competitor' };

interface Fields {
  readonly entities: readonly { readonly name: string; readonly observations: readonly string[] }[];
  readonly relations: readonly unknown[];
  readonly provenance: readonly {
    readonly entityName: string;
    readonly by: string;
    readonly observations: readonly { readonly by: string; readonly at: string }[];
  }[];
}

async function call(client: Client, name: string, args: Record<string, unknown> = {}): Promise<Called> {
  const raw = await client.callTool({ name, arguments: args });
  const [first] = raw.content as [{ readonly type: string; readonly text: string }];
  return {
    text: first.text,
    isError: raw.isError === true,
    fields: raw.structuredContent as Fields,
    meta: raw._meta,
  };
}

interface Called {
  readonly text: string;
  readonly isError: boolean;
  readonly fields: Fields;
  readonly meta: unknown;
}

async function openStdio(home: string, era: Era): Promise<Client> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [commandLine, 'stdio', '--services', 'memory'],
    env: { PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: home },
    stderr: 'ignore',
  });
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: negotiations[era] });
  await client.connect(transport);
  return client;
}

for (const era of eras) {
  describe(`the memory over stdio, protocol ${era}`, () => {
    let home: string;
    let client: Client;

    before(async () => {
      home = makeMemoryFolder();
      client = await openStdio(home, era);
    });

    after(async () => {
      await client.close();
      rmSync(home, { recursive: true, force: true });
    });

    it('has the nine tools of the reference server and no other', async () => {
      const { tools } = await client.listTools();
      assert.deepEqual(tools.map(({ name }) => name).sort(), [
        'add_observations',
        'create_entities',
        'create_relations',
        'delete_entities',
        'delete_observations',
        'delete_relations',
        'open_nodes',
        'read_graph',
        'search_nodes',
      ]);
    });

    it('answers as the reference server does, as text and as structure', async () => {
      const empty = await call(client, 'read_graph');
      assert.deepEqual(JSON.parse(empty.text), { entities: [], relations: [] });
      const created = await call(client, 'create_entities', { entities: acme });
      assert.deepEqual(JSON.parse(created.text), acme);
      assert.deepEqual(created.fields.entities, acme);
      const again = await call(client, 'create_entities', { entities: acme });
      assert.deepEqual(JSON.parse(again.text), []);
      const related = await call(client, 'create_relations', { relations: [worksAt, rivals, worksAt] });
      assert.deepEqual(JSON.parse(related.text), [worksAt, rivals]);
      const added = await call(client, 'add_observations', {
        observations: [{ entityName: 'Bob', contents: ['works at TechCo', 'has a dog'] }],
      });
      assert.deepEqual(JSON.parse(added.text), [{ entityName: 'Bob', addedObservations: ['has a dog'] }]);
      const missing = await call(client, 'add_observations', {
        observations: [{ entityName: 'NonExistent', contents: ['x'] }],
      });
      assert.equal(missing.isError, true);
      assert.match(missing.text, /^Entity with name NonExistent not found/);
    });

    it('finds by name, type and observation, whatever the case, with the relations of what it finds', async () => {
      const names = async (query: string): Promise<readonly string[]> =>
        (await call(client, 'search_nodes', { query })).fields.entities.map(({ name }) => name);
      assert.deepEqual(await names('ALICE'), ['Alice']);
      assert.deepEqual(await names('company'), ['Acme Corp']);
      assert.deepEqual(await names('gramming'), ['Alice']);
      assert.deepEqual(await names('NonExistent'), []);
      assert.deepEqual(await names('Acme'), ['Acme Corp', 'Alice'], 'a name counts for more');
      assert.deepEqual((await call(client, 'search_nodes', { query: 'Acme' })).fields.relations, [
        worksAt,
        rivals,
      ]);
      assert.deepEqual((await call(client, 'open_nodes', { names: ['Alice', 'none'] })).fields.relations, [
        worksAt,
      ]);
    });

    it('takes any query for words and nothing else', async () => {
      for (const query of [
        '"',
        '""',
        'a"b',
        "'",
        'NOT',
        'a AND',
        '*',
        '(',
        'name:x',
        '^',
        '%',
        '_',
        '\\',
        '\0',
        '\ud800',
        '-',
        ' ',
        '',
        'NEAR(a b)',
        'x'.repeat(100_000),
        'a '.repeat(5_000),
      ])
        assert.equal(
          (await call(client, 'search_nodes', { query })).isError,
          false,
          JSON.stringify(query.slice(0, 20)),
        );
    });

    it('says who stored each observation and when, and marks all of it as words of others', async () => {
      const { fields, meta } = await call(client, 'open_nodes', { names: ['Bob'] });
      const [bob] = fields.provenance;
      assert.equal(bob?.entityName, 'Bob');
      assert.equal(bob.observations.length, 2);
      assert.match(bob.observations[0]?.by ?? '', /^connection:/);
      assert.ok(!Number.isNaN(Date.parse(bob.observations[0]?.at ?? '')));
      assert.deepEqual((meta as Record<string, unknown>)['isolated-pymcp/untrusted'], [
        'entities',
        'relations',
        'provenance',
        'left',
        'left_observations',
        'left_relations',
      ]);
    });

    it('keeps names that mean something to JavaScript or to a terminal', async () => {
      const odd = [
        '__proto__',
        'constructor',
        'toString',
        '\u202eevil',
        'a\u001b[31mb',
        '💾',
        "'; drop table entities; --",
      ];
      await call(client, 'create_entities', {
        entities: odd.map((name) => ({ name, entityType: '__proto__', observations: ['hasOwnProperty'] })),
      });
      const found = await call(client, 'open_nodes', { names: odd });
      assert.deepEqual(
        found.fields.entities.map(({ name }) => name),
        odd,
      );
      for (const hidden of ['\u202e', '\u001b']) assert.ok(!found.text.includes(hidden));
      const parsed = JSON.parse(found.text) as Fields;
      assert.deepEqual(
        parsed.entities.map(({ name }) => name),
        odd,
      );
      await call(client, 'delete_entities', { entityNames: odd });
    });

    it('deletes what it is told to, and is silent about what is not there', async () => {
      await call(client, 'delete_observations', {
        deletions: [
          { entityName: 'Bob', observations: ['has a dog', 'none'] },
          { entityName: 'none', observations: ['x'] },
        ],
      });
      await call(client, 'delete_relations', { relations: [rivals, rivals] });
      const gone = await call(client, 'delete_entities', { entityNames: ['Alice', 'none'] });
      assert.equal(gone.text, 'Entities deleted successfully');
      const left = (await call(client, 'read_graph')).fields;
      assert.deepEqual(
        left.entities.map(({ name, observations }) => [name, observations]),
        [
          ['Bob', ['works at TechCo']],
          ['Acme Corp', ['tech company']],
        ],
      );
      assert.deepEqual(left.relations, []);
      assert.deepEqual((await call(client, 'search_nodes', { query: 'programming' })).fields.entities, []);
    });

    it('is a resource', async () => {
      const { contents } = await client.readResource({ uri: 'pymcp://memory/graph' });
      const [first] = contents as unknown as [{ readonly text: string }];
      assert.equal((JSON.parse(first.text) as Fields).entities.length, 2);
    });

    it('keeps its files from others, and writes down every call without its words', () => {
      const state = join(home, '.local/state/isolated-pymcp');
      const folder = join(state, 'memory', 'default');
      for (const [path, mode] of [
        [join(state, 'memory'), 0o700],
        [folder, 0o700],
        ...readdirSync(folder).map((file) => [join(folder, file), 0o600] as const),
      ] as const)
        assert.equal(statSync(path).mode & 0o777, mode, path);
      const logs = join(state, 'audit');
      const text = readdirSync(logs, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
        .join('');
      assert.match(text, /"service":"memory","tool":"create_entities"/);
      assert.doesNotMatch(text, /Acme|TechCo/);
    });
  });
}

describe('the memory over HTTP', () => {
  let gateway: ServedGateway;

  before(async () => {
    gateway = await openServedGateway(['--no-socket', '--services', 'python,memory']);
  });

  after(() => gateway.stop());

  it('has an endpoint and a scope of its own, and one memory for all callers, who are told apart', async () => {
    const tokens = [
      await gateway.makeToken('one', '--scope', 'memory'),
      await gateway.makeToken('two', '--scope', 'memory'),
    ];
    for (const [index, token] of tokens.entries()) {
      const client = await gateway.connect('2025-11-25', { token, path: '/mcp/memory' });
      assert.equal((await client.listTools()).tools.length, 9);
      await call(client, 'create_entities', {
        entities: [{ name: 'shared', entityType: 'x', observations: [] }],
      });
      await call(client, 'add_observations', {
        observations: [{ entityName: 'shared', contents: [`from ${index}`] }],
      });
    }
    const client = await gateway.connect('2026-07-28', { token: tokens[0] ?? '', path: '/mcp/memory' });
    const { provenance } = (await call(client, 'search_nodes', { query: 'shared' })).fields;
    const by = provenance[0]?.observations.map((one) => one.by) ?? [];
    assert.equal(new Set(by).size, 2);
    assert.ok(by.every((one) => one.startsWith('token:')));
  });

  it('is closed to a token of another service', async () => {
    const { status } = await gateway.ask('/mcp/memory', {
      method: 'POST',
      body: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
    });
    assert.equal(status, 403);
  });
});
