// What is in the container when it is killed, and again when it has started: nothing that was promised to last is lost.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { runPython, whenAnswering } from '../support/box.js';
import { boxOf, type Stage } from '../support/stage.js';
import { slow } from '../../support/time.js';

export function killing(stage: Stage): void {
  describe('a container that is killed', () => {
    it('starts again, and tokens, audit log, memory and workspace are whole', async () => {
      const box = boxOf(stage);
      const token = (await box.pymcp('token', 'create', 'lasting', '--scope', 'python,files,memory')).trim();
      const first = await box.client(token);
      await runPython(first, 'open("/workspace/kept.txt", "w").write("kept")');
      await first.callTool({
        name: 'create_entities',
        arguments: { entities: [{ name: 'kept', entityType: 'thing', observations: ['is here'] }] },
      });
      await first.close();

      const pid = Number(await box.field('{{.State.Pid}}'));
      process.kill(pid, 'SIGKILL');
      await untilAnother(pid);
      await whenAnswering(stage.engine, box);

      const second = await box.client(token);
      try {
        const { stdout } = await runPython(second, 'print(open("/workspace/kept.txt").read())');
        assert.equal(stdout, 'kept\n');
        const { structuredContent } = await second.callTool({ name: 'read_graph', arguments: {} });
        assert.match(JSON.stringify(structuredContent), /is here/);
      } finally {
        await second.close();
      }
      assert.match(await box.pymcp('audit', 'verify'), /whole|complete|ok/i);
    });
  });

  /** The engine starts it again by itself (restart: on-failure). */
  async function untilAnother(pid: number): Promise<void> {
    const deadline = Date.now() + slow(60_000);
    for (;;) {
      const now = Number(await boxOf(stage).field('{{.State.Pid}}'));
      if (now !== 0 && now !== pid) return;
      assert.ok(Date.now() < deadline, 'it was not started again');
      await sleep(100);
    }
  }
}
