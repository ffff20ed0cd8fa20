// Whoever has subscribed to the memory hears of what any caller changes in it, of any process, and of nothing else.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@modelcontextprotocol/client';
import type { MemoryService } from '../../src/services/memory/memory-service.js';
import { asker, entity, MemoryHome } from '../support/memory-home.js';
import { openServedGateway, type ServedGateway } from '../support/served-gateway.js';
import { slow } from '../support/time.js';

const uri = 'pymcp://memory/graph';

describe('a subscriber of the memory', () => {
  let home: MemoryHome;
  let gateway: ServedGateway;
  /** In this process, on the file of the gateway. */
  let memory: MemoryService;
  let client: Client;
  let other: Client;
  let told: string[];

  before(async () => {
    gateway = await openServedGateway(['--no-socket', '--services', 'memory']);
    home = new MemoryHome();
    process.env['XDG_STATE_HOME'] = join(gateway.home, '.local/state');
    memory = home.open();
    const tokens = [
      await gateway.makeToken('one', '--scope', 'memory'),
      await gateway.makeToken('two', '--scope', 'memory'),
    ];
    const connect = (token = ''): Promise<Client> =>
      gateway.connect('2025-11-25', { token, path: '/mcp/memory' });
    [client, other] = [await connect(tokens[0]), await connect(tokens[1])];
    told = [];
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
      told.push(params.uri);
    });
    await client.subscribeResource({ uri });
  });

  after(async () => {
    await home.remove();
    await gateway.stop();
  });

  async function untilTold(): Promise<void> {
    const deadline = Date.now() + slow(30_000);
    while (told.length === 0) {
      assert.ok(Date.now() < deadline, 'nothing was told');
      await sleep(20);
    }
    await untilQuiet();
  }

  /** However late it is, what belongs to one change has come. */
  async function untilQuiet(): Promise<void> {
    for (let known = -1; known < told.length;) {
      known = told.length;
      await sleep(800);
    }
  }

  const names = async (): Promise<readonly string[]> => {
    const { contents } = await client.readResource({ uri });
    const [first] = contents as unknown as [{ readonly text: string }];
    const { entities } = JSON.parse(first.text) as { entities: { name: string }[] };
    return entities.map(({ name }) => name);
  };

  it('hears of what another caller stores, and can read all of it then', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        other.callTool({ name: 'create_entities', arguments: { entities: [entity(`of_other_${index}`)] } }),
      ),
    );
    await untilTold();
    assert.ok(told.length <= 10, String(told.length));
    assert.ok(told.every((one) => one === uri));
    assert.equal((await names()).length, 10);
  });

  it('hears of what another process stores', async () => {
    told.length = 0;
    await memory.createEntities(asker, [entity('of_process', 'x')]);
    await untilTold();
    assert.ok((await names()).includes('of_process'));
    told.length = 0;
    await memory.deleteObservations(asker, [{ entityName: 'of_process', observations: ['x'] }]);
    await untilTold();
  });

  it('hears nothing of what changes nothing, and nothing more when it does not want to', async () => {
    told.length = 0;
    await memory.createEntities(asker, [entity('of_process')]);
    await other.callTool({ name: 'create_entities', arguments: { entities: [entity('of_process')] } });
    await memory.readGraph(asker);
    await untilQuiet();
    assert.deepEqual(told, []);
    await client.unsubscribeResource({ uri });
    await other.callTool({ name: 'delete_entities', arguments: { entityNames: ['of_process'] } });
    await untilQuiet();
    assert.deepEqual(told, []);
  });
});
