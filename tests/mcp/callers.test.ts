// Two clients of one gateway, in a real jail, which use the same ids at the same time: each gets its own, and hears of its own.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseEnvironmentName } from '../../src/core/names.js';
import { sleep } from '../../src/host/clock.js';
import { type Connection, connect } from '../../src/mcp/connection.test-support.js';
import { PythonService } from '../../src/services/python/python-service.js';
import { eras } from '../support/mcp-client.js';

interface Resources {
  readonly resources: readonly { readonly uri: string; readonly name: string }[];
}

interface Completed {
  readonly completion: { readonly values: readonly string[] };
}

const urisOf = async (client: Connection): Promise<readonly string[]> =>
  (await client.ask<Resources>('resources/list')).resources.map(({ uri }) => uri);

const complete = async (client: Connection, name: string): Promise<readonly string[]> =>
  (
    await client.ask<Completed>('completion/complete', {
      ref: { type: 'ref/prompt', name: 'plot_data' },
      argument: { name, value: '' },
    })
  ).completion.values;

for (const era of eras) {
  describe(`two clients of one gateway, protocol ${era}`, () => {
    let service: PythonService;
    let clients: readonly [Connection, Connection];

    before(async () => {
      service = new PythonService({
        environment: parseEnvironmentName('python'),
        limits: {},
        strict: false,
        onProblem: (error) => {
          throw error;
        },
      });
      clients = [await connect(service, era), await connect(service, era)];
    });

    after(async () => {
      for (const client of clients) client.end();
      await service.close();
    });

    it('that ask with the same ids get their own answers', async () => {
      const asked = clients.flatMap((client, number) =>
        Array.from({ length: 6 }, async (_, count) => {
          const { fields } = await client.call('run_python', {
            code: `print("${number}-${count}")\n${count}`,
          });
          assert.deepEqual([fields['stdout'], fields['value']], [`${number}-${count}\n`, String(count)]);
        }),
      );
      await Promise.all(asked);
    });

    it('see, complete and are told of their own alone', async () => {
      const [one, other] = clients;
      const id = await one.create();
      const wanted = `pymcp://sessions/${id}/secret.txt`;
      for (const client of clients)
        if (era === '2025-11-25') await client.ask('resources/subscribe', { uri: wanted });
        else
          void client.send('subscriptions/listen', {
            notifications: { resourcesListChanged: true, resourceSubscriptions: [wanted] },
          });
      await sleep(300);
      for (const client of clients) client.told.splice(0);
      const code = "open('secret.txt', 'w').write('x')\nopen('large.bin', 'wb').write(bytes(700_000))\nNone";
      await one.call('run_python', { code, session_id: id });
      await sleep(500);
      assert.deepEqual(one.told.map(({ method }) => method).sort(), [
        'notifications/resources/list_changed',
        'notifications/resources/updated',
      ]);
      assert.deepEqual(other.told, []);

      const uris = await urisOf(one);
      assert.ok(uris.includes(wanted) && uris.some((uri) => uri.startsWith('pymcp://results/')));
      assert.deepEqual(await urisOf(other), []);
      for (const uri of uris) {
        const { code: errorCode } = await other.askWrongly('resources/read', { uri });
        assert.equal(errorCode, -32602);
      }
      assert.deepEqual(await complete(one, 'session_id'), [id]);
      assert.deepEqual([await complete(other, 'session_id'), await complete(other, 'source')], [[], []]);
    });

    it('lose nothing when the other goes', async () => {
      const [one, other] = clients;
      const id = await one.create();
      await one.call('run_python', { code: 'x = 7', session_id: id });
      other.end();
      await sleep(200);
      assert.equal((await one.call('run_python', { code: 'x', session_id: id })).fields['value'], '7');
    });
  });
}
