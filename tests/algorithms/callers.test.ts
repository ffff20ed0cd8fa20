// Proves: auth.token, audit.chain. Over HTTP: reports are for the caller that asked alone, a call that is cancelled ends what it
// measures, and every run and refusal is in the audit log.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { CallToolResult, Client } from '@modelcontextprotocol/client';
import { jailProcessesOf } from '../support/host-processes.js';
import { eras } from '../support/mcp-client.js';
import { openServedGateway, type ServedGateway } from '../support/served-gateway.js';
import { slow } from '../support/time.js';

const code = 'def f(n: int) -> int:\n    return sum(range(n))\n';
/** In the command line of nothing else. */
const marker = 'pymcp_measuring_marker';
const endless = `import subprocess, sys

def f(n: int) -> None:
    subprocess.run([sys.executable, "-c", "import time; time.sleep(300)", "${marker}"])
`;

const analyze = (
  client: Client,
  args: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<CallToolResult> =>
  client.callTool(
    { name: 'analyze_algorithm', arguments: args },
    { timeout: slow(90_000), ...(signal === undefined ? {} : { signal }) },
  );

describe('two callers of a gateway', () => {
  let gateway: ServedGateway;
  let mine: Client;
  let theirs: Client;
  before(async () => {
    gateway = await openServedGateway(['--no-socket', '--services', 'algorithms']);
    const [one, other] = await Promise.all(
      ['mine', 'theirs'].map((name) => gateway.makeToken(name, '--scope', 'algorithms')),
    );
    mine = await gateway.connect('2025-11-25', { token: one ?? '' });
    theirs = await gateway.connect('2025-11-25', { token: other ?? '' });
  });
  after(() => gateway.stop());

  it('each have their own reports', async () => {
    const { structuredContent } = await analyze(mine, { code, budget_s: 1 });
    const { reports } = structuredContent as { reports: { uri: string }[] };
    const uri = reports[0]?.uri ?? '';
    assert.match(uri, /^pymcp:\/\/analysis\//);
    assert.equal((await mine.readResource({ uri })).contents.length, 1);
    await assert.rejects(theirs.readResource({ uri }), /there is no such report/);
    assert.deepEqual((await theirs.listResources()).resources, []);
    const listed = (await mine.listResources()).resources.map((one) => one.uri);
    assert.deepEqual([...listed].sort(), reports.map((one) => one.uri).sort());
    for (const wrong of [
      'pymcp://analysis/../x',
      `${uri}/../../results/a/b`,
      `${uri}?offset=-1`,
      'pymcp://analysis/',
    ])
      await assert.rejects(mine.readResource({ uri: wrong }));
  });

  for (const era of eras)
    it(`a call that is cancelled ends what it measures (${era})`, async () => {
      const client = await gateway.connect(era, {
        token: await gateway.makeToken(`cancels_${era.slice(0, 4)}`, '--scope', 'algorithms'),
      });
      const cancel = new AbortController();
      const rejected = assert.rejects(analyze(client, { code: endless, budget_s: 100 }, cancel.signal));
      await waitUntil(true);
      cancel.abort();
      await rejected;
      await waitUntil(false);
      assert.equal((await analyze(client, { code, budget_s: 1 })).isError, false);
    });

  it('are in the audit log with what they had measured, and with what was refused', async () => {
    await analyze(mine, { name: 'counting' });
    const { stdout } = await gateway.pymcp('audit', 'show', '--json', '--last', '1000');
    const records = stdout
      .trimEnd()
      .split('\n')
      .map(
        (line) => JSON.parse(line) as { kind: string; service?: string; tool?: string; authentic: boolean },
      );
    const own = records.filter(({ service }) => service === 'algorithms');
    assert.ok(own.every(({ tool, authentic }) => tool === 'analyze_algorithm' && authentic));
    assert.deepEqual([...new Set(own.map(({ kind }) => kind))].sort(), ['begin', 'refused']);
    await gateway.pymcp('audit', 'verify');
  });

  const isRunning = (): boolean =>
    jailProcessesOf(gateway.process.pid ?? 0).some(({ pid }) => commandOf(pid).includes(marker));
  const waitUntil = async (wanted: boolean): Promise<void> => {
    const until = performance.now() + slow(20_000);
    while (isRunning() !== wanted) {
      assert.ok(performance.now() < until, wanted ? 'it did not start' : 'it runs on');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
});

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
