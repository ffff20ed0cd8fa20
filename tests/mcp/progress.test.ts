// A client that asks for it is told what a program writes while it runs, and that it runs where it writes nothing; others
// are told nothing.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Progress } from '@modelcontextprotocol/client';
import { eras, RawClient, type ServedClient, withClient } from '../support/mcp-client.js';
import { slow } from '../support/time.js';

interface Watched {
  /** With when it was told, in milliseconds. */
  readonly told: readonly (Progress & { readonly at: number })[];
  readonly stdout: string;
  readonly stderr: string;
}

async function watch({ client }: ServedClient, code: string): Promise<Watched> {
  const told: (Progress & { at: number })[] = [];
  const onprogress = (progress: Progress): void => void told.push({ ...progress, at: performance.now() });
  const result = await client.callTool(
    { name: 'run_python', arguments: { code } },
    { onprogress, timeout: slow(60_000) },
  );
  const { stdout, stderr } = result.structuredContent as { stdout: string; stderr: string };
  return { told, stdout, stderr };
}

const messagesOf = ({ told }: Watched): string => told.map(({ message = '' }) => message).join('\n');

/** As tqdm draws. */
const bar = `
import sys, time
for step in range(10_000):
    sys.stderr.write(f"\\r{step / 100:3.0f}%|{'#' * (step // 1000):10}| {step}/10000")
    sys.stderr.flush()
    if step % 1000 == 0: time.sleep(0.05)
sys.stderr.write("\\r100%|##########| 10000/10000\\n")
`;

for (const era of eras) {
  describe(`progress, protocol ${era}`, () => {
    it('brings output while the program runs, and grows', async () => {
      await withClient(era, [], async (served) => {
        const watched = await watch(
          served,
          'import sys, time\nprint("one", flush=True)\ntime.sleep(1)\nprint("two", file=sys.stderr, flush=True)\ntime.sleep(1)',
        );
        const [one, two] = watched.told;
        assert.equal(one?.message, 'one\n');
        assert.equal(two?.message, 'stderr: two\n');
        assert.ok(two.progress > one.progress);
        assert.ok(two.at - one.at > 500);
      });
    });

    it('says every few seconds that a silent program runs', async () => {
      await withClient(era, [], async (served) => {
        const { told } = await watch(served, 'import time; time.sleep(11)');
        assert.deepEqual(
          told.map(({ progress, message }) => [Math.round(progress), message]),
          [5, 10].map((seconds) => [seconds, `still running after ${seconds} s`]),
        );
      });
    });
  });
}

describe('progress', () => {
  it('is not flooded by a bar, and the result has it as a line', async () => {
    await withClient('2025-11-25', [], async (served) => {
      const watched = await watch(served, bar);
      // Of 270 KB the result keeps head and tail: at most a line each, and one between them.
      assert.match(watched.stderr, /^(?:[^\n]*\n… \d+ bytes left out …\n)?100%\|#{10}\| 10000\/10000\n$/);
      assert.ok(watched.told.length <= 8, String(watched.told.length));
      for (const { message = '' } of watched.told) assert.match(message, /^stderr: .*\/10000\n?$/);
    });
  });

  it('keeps the newest of a flood and says so', async () => {
    await withClient('2025-11-25', [], async (served) => {
      const watched = await watch(
        served,
        'import time\nfor n in range(200_000): print("line", n)\nprint(end="", flush=True)\ntime.sleep(1)',
      );
      assert.match(messagesOf(watched), /… earlier output left out …\n[^…]*line 199999\n$/);
      for (const { message = '' } of watched.told) assert.ok(message.length < 2_500);
    });
  });

  it('is not told to who did not ask', async () => {
    const client = new RawClient();
    await client.initialize();
    client.call(1, 'import time; print("x", flush=True); time.sleep(6)');
    await client.answerTo(1);
    assert.equal(client.lines.length, 2);
    client.child.stdin.end();
    await client.exited;
  });

  it('makes the server no larger where the client does not read', async () => {
    const client = new RawClient();
    await client.initialize();
    client.child.stdout.pause();
    const params = {
      name: 'run_python',
      arguments: {
        code: 'import time\nend = time.time() + 4\nwhile time.time() < end: print("x" * 900); time.sleep(0.0005)',
      },
      _meta: { progressToken: 'p' },
    };
    client.send({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
    await new Promise((resolve) => setTimeout(resolve, slow(5_000)));
    client.child.stdout.resume();
    await client.answerTo(1);
    assert.ok(client.lines.length <= 2 + 4 * slow(4) + 2, String(client.lines.length));
    client.child.stdin.end();
    await client.exited;
  });
});
