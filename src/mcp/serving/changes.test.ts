// A connection is told of what changes for it, in both eras, and of nothing of others.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sleep } from '../../host/clock.js';
import {
  type Connection,
  connect,
  type Era,
  openMemoryService,
  type Told,
} from '../connection.test-support.js';

/** Until a burst is told, and some. */
const settle = (): Promise<void> => sleep(300);

const updated = 'notifications/resources/updated';
const listChanged = 'notifications/resources/list_changed';

function takeTold(client: Connection): Told[] {
  return client.told.splice(0);
}

const urisOf = (told: readonly Told[]): unknown[] =>
  told.filter(({ method }) => method === updated).map(({ params }) => params?.['uri']);

async function subscribe(client: Connection, era: Era, uri: string): Promise<void> {
  if (era === '2025-11-25') await client.ask('resources/subscribe', { uri });
  else {
    void client.send('subscriptions/listen', {
      notifications: { resourcesListChanged: true, toolsListChanged: true, resourceSubscriptions: [uri] },
    });
    await sleep(50);
    assert.deepEqual(
      takeTold(client).map(({ method }) => method),
      ['notifications/subscriptions/acknowledged'],
    );
  }
}

const writeFile = (client: Connection, id: string, path: string): Promise<unknown> =>
  client.call('run_python', { code: 'x = 1', session_id: id, files: [{ path, content: 'new' }] });

for (const era of ['2025-11-25', '2026-07-28'] as const) {
  describe(`changes, protocol ${era}`, () => {
    it('of a file are told to who subscribed to it, once for a burst', async () => {
      const client = await connect(openMemoryService(), era);
      const id = await client.create();
      await writeFile(client, id, 'a.txt');
      await settle();
      takeTold(client);
      await subscribe(client, era, `pymcp://sessions/${id}/a.txt`);
      for (let count = 0; count < 20; count += 1) await writeFile(client, id, 'b.txt');
      await settle();
      const told = takeTold(client);
      assert.deepEqual(urisOf(told), [`pymcp://sessions/${id}/a.txt`]);
      assert.equal(told.filter(({ method }) => method === listChanged).length, 1);
    });

    it('of a session that is closed are told of its files and of the list', async () => {
      const client = await connect(openMemoryService(), era);
      const id = await client.create();
      await subscribe(client, era, `pymcp://sessions/${id}/a.txt`);
      await writeFile(client, id, 'a.txt');
      await settle();
      assert.deepEqual(urisOf(takeTold(client)), [`pymcp://sessions/${id}/a.txt`]);
      await client.call('delete_session_file', { session_id: id, path: 'a.txt' });
      await settle();
      assert.deepEqual(urisOf(takeTold(client)), [`pymcp://sessions/${id}/a.txt`]);
      await writeFile(client, id, 'a.txt');
      await client.call('close_session', { session_id: id });
      await settle();
      assert.deepEqual(
        takeTold(client)
          .map(({ method }) => method)
          .sort(),
        [listChanged, updated],
      );
    });

    it('of another connection are not told', async () => {
      const service = openMemoryService(10);
      const [one, other] = [await connect(service, era), await connect(service, era)];
      const id = await one.create();
      await subscribe(other, era, `pymcp://sessions/${id}/a.txt`);
      await writeFile(one, id, 'a.txt');
      await one.call('close_session', { session_id: id });
      await settle();
      assert.deepEqual(takeTold(other), []);
    });

    it('end with the connection', async () => {
      const service = openMemoryService();
      const client = await connect(service, era);
      await client.create();
      await settle();
      client.end();
      await settle();
      takeTold(client);
      const other = await connect(service, era);
      await other.create();
      await settle();
      assert.deepEqual(takeTold(client), []);
    });
  });
}

describe('subscriptions of the 2025 era', () => {
  it('hear of a file by the address that they gave, also of a part of it', async () => {
    const client = await connect();
    const id = await client.create();
    const part = `pymcp://sessions/${id}/a%20b.txt?offset=3`;
    await subscribe(client, '2025-11-25', part);
    await writeFile(client, id, 'a b.txt');
    await settle();
    assert.deepEqual(urisOf(takeTold(client)), [part]);
    await client.ask('resources/unsubscribe', { uri: part });
    await writeFile(client, id, 'a b.txt');
    await settle();
    assert.deepEqual(urisOf(takeTold(client)), []);
  });

  it('are bounded, and refused for what is no address here', async () => {
    const client = await connect();
    for (const uri of ['file:///etc/passwd', 'pymcp://sessions/s1/../x', 'pymcp://other/a'])
      assert.match((await client.askWrongly('resources/subscribe', { uri })).message, /resources\/list/);
    for (let count = 0; count < 1000; count += 1)
      await client.ask('resources/subscribe', { uri: `pymcp://sessions/s1/${count}` });
    const { message } = await client.askWrongly('resources/subscribe', { uri: 'pymcp://sessions/s1/x' });
    assert.match(message, /unsubscribe/);
    await client.ask('resources/subscribe', { uri: 'pymcp://sessions/s1/7' });
  });
});

describe('the tools', () => {
  for (const era of ['2025-11-25', '2026-07-28'] as const) {
    it(`are told of anew where the jail was tried too late, protocol ${era}`, async () => {
      let learn: (text: string) => void = () => undefined;
      const service = openMemoryService(3, new Promise((resolve) => (learn = resolve)));
      // A client is not kept waiting by a jail that is slow.
      const client = await connect(service, era, 10);
      await subscribe(client, era, 'pymcp://sessions/s1/a');
      const before = await describeRunPython(client);
      assert.doesNotMatch(before, /3\.99\.1/);
      learn('["3.99.1", ["numpy"]]');
      await settle();
      assert.deepEqual(
        takeTold(client).map(({ method }) => method),
        ['notifications/tools/list_changed'],
      );
      assert.match(await describeRunPython(client), /CPython 3\.99\.1 .*numpy/);
      await settle();
      assert.deepEqual(takeTold(client), []);
    });
  }
});

async function describeRunPython(client: Connection): Promise<string> {
  const { tools } = await client.ask<{ tools: { name: string; description: string }[] }>('tools/list');
  return tools.find(({ name }) => name === 'run_python')?.description ?? '';
}
