// Many calls: at once, all are answered; in a row, the server is as it was before.
//   PYMCP_TEST_CALLS=1000 for the long one.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { familyOf } from '../../src/host/process-tree.js';
import { openClient, RawClient, type ServedClient } from '../support/mcp-client.js';
import { markProgram, runsOf, waitFor } from '../support/host-processes.js';
import { slow } from '../support/time.js';

const calls = Number(process.env['PYMCP_TEST_CALLS'] ?? '100');
/** Before the baseline: the first calls compile code and fill caches. */
const warmUpCalls = 20;

describe('64 calls at once', () => {
  for (const era of ['2025-11-25', '2026-07-28'] as const) {
    it(`are all answered, each with its own answer, protocol ${era}`, async () => {
      const served = await openClient(era);
      const values = await Promise.all(
        Array.from({ length: 64 }, async (_, number) => {
          const { structured } = await served.run(`print(${number})\n${number} ** 2`);
          return [structured.stdout, structured.value];
        }),
      );
      assert.deepEqual(
        values,
        values.map((_, number) => [`${number}\n`, String(number ** 2)]),
      );
      assert.equal(served.stderr(), '');
      await served.close();
    });
  }

  it('run no more than eight at a time', async () => {
    const client = new RawClient();
    await client.initialize();
    for (let id = 0; id < 64; id += 1) client.call(id, `${markProgram}\nimport time; time.sleep(0.2)`);
    let most = 0;
    let answered = false;
    const all = Promise.all(Array.from({ length: 64 }, (_, id) => client.answerTo(id))).then(() => {
      answered = true;
    });
    await waitFor('the answers', () => {
      most = Math.max(most, runsOf(client.child.pid ?? 0).length);
      return answered;
    });
    await all;
    // A sandbox whose program has answered may still be on its way out.
    assert.ok(most > 1 && most <= 2 * 8, String(most));
    client.child.stdin.end();
    await client.exited;
  });

  it('are refused beyond what waits, and those that wait are answered', async () => {
    const client = new RawClient();
    await client.initialize();
    // The server's own look around holds a place until nothing of it is left.
    await delay(slow(1_000));
    const asked = 8 + 256 + 10;
    for (let id = 0; id < asked; id += 1) client.call(id, id < 8 ? 'import time; time.sleep(1)' : '1');
    const refused = await Promise.all(
      Array.from({ length: 10 }, (_, past) => client.answerTo(8 + 256 + past)),
    );
    for (const { result } of refused) assert.equal(result?.structuredContent?.status, 'refused');
    const last = await client.answerTo(8 + 256 - 1);
    assert.equal(last.result?.structuredContent?.status, 'completed');
    client.child.stdin.end();
    await client.exited;
  });
});

describe('two clients', () => {
  it('with the same request ids get their own answers', async () => {
    const clients = [new RawClient(), new RawClient()];
    await Promise.all(
      clients.map(async (client, number) => {
        await client.initialize();
        client.call(1, `"client ${number}"`);
        const { result } = await client.answerTo(1);
        assert.equal(result?.structuredContent?.value, `'client ${number}'`);
        client.child.stdin.end();
        await client.exited;
      }),
    );
  });
});

interface Footprint {
  readonly descriptors: number;
  readonly processes: number;
  readonly mounts: number;
  readonly groups: number;
  readonly residentBytes: number;
}

/** Of a server and all below it, as the host sees it. */
function measure(server: number): Footprint {
  const status = readFileSync(`/proc/${server}/status`, 'utf8');
  return {
    descriptors: readdirSync(`/proc/${server}/fd`).length,
    processes: familyOf(server).length,
    mounts: familyOf(server).reduce((sum, pid) => sum + countMounts(pid), 0),
    groups: countGroups(server),
    residentBytes: 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]),
  };
}

/** When the pool has refilled: nothing has changed for a while. */
async function measureAtRest(server: number): Promise<Footprint> {
  let last = measure(server);
  let since = Date.now();
  await waitFor('a server at rest', () => {
    const now = measure(server);
    if (!isDeepStrictEqual({ ...now, residentBytes: 0 }, { ...last, residentBytes: 0 })) since = Date.now();
    last = now;
    return Date.now() - since > slow(1_000);
  });
  return last;
}

function countMounts(pid: number): number {
  try {
    return readFileSync(`/proc/${pid}/mountinfo`, 'utf8').split('\n').length;
  } catch {
    // It has gone in between.
    return 0;
  }
}

/** Control groups of a gateway, in all hierarchies. */
function countGroups(server: number): number {
  return foldersBelow('/sys/fs/cgroup').filter((path) => path.includes(`/gw-${server}-`)).length;
}

function foldersBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(folder, name))
      .flatMap((path) => [path, ...foldersBelow(path)]);
  } catch {
    // Somebody else's group has gone in between.
    return [];
  }
}

describe(`${calls} calls in a row`, () => {
  let served: ServedClient;
  before(async () => {
    served = await openClient('2026-07-28');
  });
  after(async () => {
    await served.close();
  });

  it('leave descriptors, processes, mounts, control groups and memory where they were', async (context) => {
    const call = async (number: number): Promise<void> => {
      const { structured } = await served.run(`print("x" * 1000)\n${number} + 1`);
      assert.equal(structured.value, String(number + 1));
    };
    // Many at once, so that the pool grows to its size and stays there.
    for (let round = 0; round < 3; round += 1)
      await Promise.all(Array.from({ length: warmUpCalls }, (_, number) => call(number)));
    const before = await measureAtRest(served.pid);
    for (let number = 0; number < calls / 2; number += 1) await call(number);
    const half = measure(served.pid);
    for (let number = 0; number < calls / 2; number += 1) await call(number);
    const later = await measureAtRest(served.pid);
    context.diagnostic(JSON.stringify({ before, half, later }));
    assert.deepEqual({ ...later, residentBytes: 0 }, { ...before, residentBytes: 0 });
    // The heap of Node.js grows to its working size, 30 MB more, within some hundred calls and then stays.
    assert.ok(later.residentBytes - before.residentBytes < 64 * 1024 * 1024);
    assert.ok(later.residentBytes - half.residentBytes < 16 * 1024 * 1024);
  });
});
