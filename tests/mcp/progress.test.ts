// A client that asks for it gets signs of life while a program runs, and others get none.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Progress } from '@modelcontextprotocol/client';
import { eras, openClient, RawClient } from '../support/mcp-client.js';

const program = 'import time; time.sleep(11)';

describe('progress of a long call', () => {
  for (const era of eras) {
    it(`is told every few seconds, protocol ${era}`, async () => {
      const served = await openClient(era);
      const told: Progress[] = [];
      const onprogress = (progress: Progress): void => {
        told.push(progress);
      };
      await served.client.callTool({ name: 'run_python', arguments: { code: program } }, { onprogress });
      assert.deepEqual(
        told.map(({ progress }) => progress),
        [5, 10],
      );
      await served.close();
    });
  }

  it('is not told to who did not ask', async () => {
    const client = new RawClient();
    await client.initialize();
    client.call(1, 'import time; time.sleep(6)');
    await client.answerTo(1);
    assert.equal(client.lines.length, 2);
    client.child.stdin.end();
    await client.exited;
  });
});
