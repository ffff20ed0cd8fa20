// A client that wants no more of an answer, or has gone: the run ends with it, and nothing is left.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { jailProcessesOf } from '../support/host-processes.js';
import { eras } from '../support/mcp-client.js';
import {
  type Answer,
  beginSession,
  openServedGateway,
  type ServedGateway,
} from '../support/served-gateway.js';
import { slow } from '../support/time.js';

/** In the command line of nothing else. */
const marker = 'pymcp_cancel_marker';
const endless = {
  code: `import subprocess, sys\nsubprocess.run([sys.executable, "-c", "import time; time.sleep(300)", "${marker}"])`,
};

describe('a run over HTTP', () => {
  let gateway: ServedGateway;
  let metrics = '';
  before(async () => {
    gateway = await openServedGateway(['--no-socket', '--timeout', '120']);
    metrics = await gateway.makeToken('metrics', '--scope', 'metrics');
  });
  after(() => gateway.stop());

  const isRunning = (): boolean =>
    jailProcessesOf(gateway.process.pid ?? 0).some(({ pid }) => commandOf(pid).includes(marker));
  const waitUntil = async (wanted: boolean): Promise<void> => {
    const until = performance.now() + slow(10_000);
    while (isRunning() !== wanted) {
      assert.ok(performance.now() < until, wanted ? 'it did not start' : 'it runs on');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  for (const era of eras) {
    it(`ends when its call is cancelled (${era})`, async () => {
      const client = await gateway.connect(era);
      const abort = new AbortController();
      const call = client.callTool({ name: 'run_python', arguments: endless }, { signal: abort.signal });
      const rejected = assert.rejects(call);
      await waitUntil(true);
      abort.abort();
      await rejected;
      await waitUntil(false);
      // Its place is free again: as many as there are at once were cancelled before.
      assert.match((await gateway.ask('/metrics', { token: metrics })).text, /^pymcp_calls 0$/m);
      const next = await client.callTool({ name: 'run_python', arguments: { code: '6 * 7' } });
      assert.equal((next.structuredContent as { value: string }).value, '42');
      await client.close();
    });
  }

  it('ends when the connection of a client of 2026-07-28 breaks', async () => {
    const meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 't', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const asked = request(`${gateway.url}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${gateway.token}`,
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'run_python',
      },
    });
    asked.on('error', () => undefined);
    const params = { name: 'run_python', arguments: endless, _meta: meta };
    asked.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }));
    await waitUntil(true);
    asked.destroy();
    await waitUntil(false);
  });

  it('ends with the protocol session that asked for it, by DELETE', async () => {
    const headers = await beginSession(gateway);
    const call = {
      jsonrpc: '2.0',
      id: 2,
      method: 'tools/call',
      params: { name: 'run_python', arguments: endless },
    };
    const answer = gateway.ask('/mcp', { method: 'POST', body: call, headers });
    await waitUntil(true);
    assert.equal((await gateway.ask('/mcp', { method: 'DELETE', headers })).status, 200);
    await waitUntil(false);
    await answer;
  });

  it('gives the rest of an answer of 2025-11-25 to a client that lost its connection', async () => {
    const session = await beginSession(gateway);
    const lastId = await new Promise<string>((resolve, reject) => {
      const asked = request(
        `${gateway.url}/mcp`,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/json, text/event-stream',
            authorization: `Bearer ${gateway.token}`,
            ...session,
            'mcp-protocol-version': '2025-11-25',
          },
        },
        (response) => {
          response.setEncoding('utf8').once('data', (text: string) => {
            const [, id] = /^id: (.+)$/m.exec(text) ?? [];
            response.destroy();
            if (id === undefined) reject(new Error(`no event id: ${text}`));
            else resolve(id);
          });
        },
      );
      const call = { name: 'run_python', arguments: { code: 'import time; time.sleep(1); "the answer"' } };
      asked.end(JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: call }));
    });
    const resume = (): Promise<Answer> =>
      gateway.ask('/mcp', {
        headers: {
          ...session,
          'mcp-protocol-version': '2025-11-25',
          'last-event-id': lastId,
          accept: 'text/event-stream',
        },
      });
    // 409 until the gateway has seen that the first connection is gone.
    let rest = await resume();
    for (let count = 0; rest.status === 409 && count < 50; count += 1) rest = await resume();
    assert.equal(rest.status, 200);
    assert.match(rest.text, /the answer/);
  });
});

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
