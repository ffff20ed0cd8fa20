// Proves: secret.unlogged. A secret of the user is stored by no tool and by no import, in whatever encoding, and the refusal says
// where it stands and nothing of it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { PymcpError } from '../../src/core/errors.js';
import { parseSecretName } from '../../src/core/names.js';
import { toMemoryMcpService } from '../../src/mcp/memory/memory-mcp-service.js';
import { compileRedactor } from '../../src/secrets/redact/compile-redactor.js';
import { parseJsonl } from '../../src/services/memory/jsonl.js';
import type { MemoryService } from '../../src/services/memory/memory-service.js';
import { asker, MemoryHome } from '../support/memory-home.js';
import { waysIn } from '../support/planted-secret.js';

const { caller } = asker;
const value = `pk_${randomBytes(15).toString('hex')}/+&é`;
const encodings = {
  plain: value,
  base64: Buffer.from(value).toString('base64'),
  'URL-encoded': encodeURIComponent(value),
} as const;

const entity = { name: 'Deploy', entityType: 'note', observations: ['how it is done', 'when'] };
const relation = { from: 'Deploy', to: 'Server', relationType: 'runs_on' };

/** Each place in which a tool takes a text. */
const attempts: readonly {
  readonly tool: string;
  readonly at: string;
  readonly toArguments: (text: string) => Record<string, unknown>;
}[] = [
  ...(['name', 'entityType'] as const).map((key) => ({
    tool: 'create_entities',
    at: `entities[1].${key}`,
    toArguments: (text: string) => ({ entities: [entity, { ...entity, [key]: text }] }),
  })),
  {
    tool: 'create_entities',
    at: 'entities[0].observations[1]',
    toArguments: (text) => ({ entities: [{ ...entity, observations: ['x', text, 'y'] }, entity] }),
  },
  {
    tool: 'add_observations',
    at: 'observations[1].contents[2]',
    toArguments: (text) => ({
      observations: [
        { entityName: 'known', contents: ['x'] },
        { entityName: 'known', contents: ['y', 'z', text] },
      ],
    }),
  },
  {
    tool: 'add_observations',
    at: 'observations[0].entityName',
    toArguments: (text) => ({ observations: [{ entityName: text, contents: ['x'] }] }),
  },
  ...(['from', 'to', 'relationType'] as const).map((key) => ({
    tool: 'create_relations',
    at: `relations[0].${key}`,
    toArguments: (text: string) => ({ relations: [{ ...relation, [key]: text }, relation] }),
  })),
];

describe('a secret that the gateway knows', () => {
  let home: MemoryHome;
  let memory: MemoryService;

  before(() => {
    home = new MemoryHome();
    memory = home.open({}, compileRedactor([{ name: parseSecretName('KEY'), value }]));
  });

  beforeEach(async () => {
    await memory.clear(asker);
    await memory.createEntities(asker, [{ name: 'known', entityType: 'x', observations: [] }]);
  });

  after(() => home.remove());

  async function call(
    tool: string,
    args: Record<string, unknown>,
  ): Promise<{ text: string; isError: boolean }> {
    const { tools } = await toMemoryMcpService(memory).offer(caller, Promise.resolve());
    const offered = tools().find(({ name }) => name === tool);
    assert.ok(offered !== undefined);
    const result = await offered.call(args, {} as Parameters<typeof offered.call>[1]);
    return { text: JSON.stringify(result), isError: 'isError' in result && result.isError === true };
  }

  const assertNothingStored = async (): Promise<void> => {
    const { entities, relations } = await memory.readWhole(asker);
    assert.deepEqual(entities, [{ name: 'known', entityType: 'x', observations: [] }]);
    assert.deepEqual(relations, []);
  };

  for (const [encoding, text] of Object.entries(encodings)) {
    for (const { tool, at, toArguments } of attempts)
      it(`is not taken by ${tool} in ${at}, ${encoding}`, async () => {
        const refused = await call(tool, toArguments(`the key is ${text}, keep it`));
        assert.ok(refused.isError);
        assert.ok(refused.text.includes(`a secret of this user in ${at}.`), refused.text);
        assert.deepEqual(waysIn(value, refused.text), []);
        await assertNothingStored();
        assert.equal((await call(tool, toArguments('known'))).isError, false, 'without it, it is taken');
      });

    it(`is not imported, ${encoding}`, async () => {
      const lines = [
        { type: 'entity', ...entity },
        { type: 'entity', ...entity, name: 'Other', observations: ['x', text] },
        { type: 'relation', ...relation },
      ];
      const file = parseJsonl(lines.map((line) => JSON.stringify(line)).join('\n'));
      await assert.rejects(memory.importGraph(asker, file), (error) => {
        assert.ok(error instanceof PymcpError);
        assert.equal(error.code, 'memory.secret-refused');
        assert.match(error.message, /in line 2: entity\.observations\[1\]$/);
        assert.deepEqual(waysIn(value, error.message), []);
        return true;
      });
      await assertNothingStored();
    });
  }

  it('is told apart from what looks like a key, which is not taken either', async () => {
    const key = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
    const refused = await call('create_entities', {
      entities: [entity, { ...entity, name: 'b', observations: ['x', `token ${key}`] }],
    });
    assert.match(refused.text, /looks like a key \(\w+\) in entities\[1\]\.observations\[1\]\./);
    assert.ok(!refused.text.includes(key));
    await assertNothingStored();
  });
});
