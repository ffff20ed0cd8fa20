// A client against the published port: a token made inside, one answer, and who listens where.
import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { runPython } from '../support/box.js';
import { listListeners } from '../support/listeners.js';
import { boxOf, type Stage } from '../support/stage.js';

export function serving(stage: Stage): void {
  describe('the gateway in the container', () => {
    it('refuses who has no token', async () => {
      const { status } = await fetch(`${await boxOf(stage).url()}/mcp`, { method: 'POST', body: '{}' });
      assert.equal(status, 401);
    });

    it('runs Python for a client that has one, in every layer of the jail', async () => {
      const box = boxOf(stage);
      const client = await box.client((await box.pymcp('token', 'create', 'client')).trim());
      try {
        const { status, stdout, isolation } = await runPython(client, 'print(6 * 7)');
        assert.deepEqual({ status, stdout }, { status: 'completed', stdout: '42\n' });
        assert.ok(isolation !== null);
        assert.deepEqual([...isolation.namespaces].sort(), [
          'cgroup',
          'ipc',
          'mnt',
          'net',
          'pid',
          'user',
          'uts',
        ]);
        assert.ok(isolation.seccomp_instructions > 0);
        assert.notEqual(isolation.host_uid, 0);
        assert.equal(isolation.network, 'none');
      } finally {
        await client.close();
      }
    });

    it('listens inside on loopback and on the address of the container, and nothing listens on all', async () => {
      const box = boxOf(stage);
      const pid = Number(await box.field('{{.State.Pid}}'));
      const own = await box.field('{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}');
      assert.match(own, /^10\./);
      assert.deepEqual(
        listListeners(pid)
          .map(({ protocol, address, port }) => `${protocol} ${address}:${port}`)
          .sort(),
        [`tcp ${own}:3001`, 'tcp 127.0.0.1:3001'],
      );
    });

    it('is published on 127.0.0.1 of the host, and reached at no other address of it', async () => {
      const port = Number(new URL(await boxOf(stage).url()).port);
      const outside = listListeners('self').filter(
        (one) => one.port === port && one.protocol.startsWith('tcp'),
      );
      assert.deepEqual(
        outside.filter(({ address }) => address !== '127.0.0.1'),
        [],
      );
      const others = Object.values(networkInterfaces())
        .flatMap((list = []) => list)
        .filter(({ internal, family }) => !internal && family === 'IPv4')
        .map(({ address }) => address);
      assert.ok(await canConnect('127.0.0.1', port));
      for (const host of [...others, '::1']) assert.equal(await canConnect(host, port), false, host);
    });
  });
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 5_000 });
    const end = (reached: boolean) => (): void => {
      socket.destroy();
      resolve(reached);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}
