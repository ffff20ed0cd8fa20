// The CIS Docker Benchmark on the running container; and each option that an item asks for left out, which that item alone notices.
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { failedItems } from '../cis/benchmark.js';
import { type Box, type Edit, startBox } from '../support/box.js';
import { gatherFacts } from '../support/gather-facts.js';
import { boxOf, type Stage } from '../support/stage.js';

const without =
  (...starts: readonly string[]): Edit =>
  (args) =>
    args.filter((word) => !starts.some((start) => word.startsWith(start)));
const having =
  (...words: readonly string[]): Edit =>
  (args) => [...args, ...words];
const instead =
  (start: string, word: string): Edit =>
  (args) => [...without(start)(args), word];

/** A gateway would take a second to start; that it is healthy is not what is left out. */
const idle = ['/usr/bin/python3', '-I', '-c', 'import signal; signal.pause()'];
const looksHealthy = '--health-cmd=["/usr/bin/python3","-I","-c","pass"]';

/** Items, and what makes a container fail each of them and no other. */
const changes: readonly (readonly [id: string, edit: Edit])[] = [
  ['4.1', having('--user=0:0')],
  ['5.4', without('--cap-drop')],
  ['5.6', having('--volume=/usr/share:/workspace/share:ro')],
  ['5.9', having('--publish=127.0.0.1::3002')],
  ['5.10', (args) => having('--network=host')(without('--network', '--publish')(args))],
  ['5.11', without('--memory')],
  ['5.12', without('--cpus')],
  ['5.13', without('--read-only')],
  ['5.14', instead('--publish', '--publish=3001')],
  ['5.15', without('--restart')],
  ['5.17', having('--ipc=host')],
  ['5.18', having('--device=/dev/null:/dev/other')],
  ['5.21', having('--uts=host')],
  ['5.22', instead('--security-opt=seccomp', '--security-opt=seccomp=unconfined')],
  ['5.26', without('--security-opt=no-new-privileges')],
  ['5.27', instead('--health-cmd', '--no-healthcheck')],
  ['5.29', without('--pids-limit')],
];

export function hardening(stage: Stage): void {
  const { engine, tag } = stage;
  const failures = async (box: Box): Promise<readonly { id: string; why: string }[]> => {
    assert.ok(stage.image !== null, 'the image was not looked at');
    return failedItems(await gatherFacts(engine, box, stage.image, tag));
  };

  describe('the container, as a reader of the CIS Docker Benchmark checks it', () => {
    it('keeps every applicable item', async () => {
      assert.deepEqual(await failures(boxOf(stage)), []);
    });

    for (const [id, edit] of changes)
      it(`fails ${id} where its option is left out, and nothing else`, async () => {
        await failsAlone(id, edit);
      });

    it('fails 5.32 where a socket of an engine is mounted, and nothing else', async () => {
      const socket = join(mkdtempSync(join(engine.folder, 'socket-')), 'docker.sock');
      writeFileSync(socket, '');
      await failsAlone('5.32', having(`--volume=${socket}:/workspace/docker.sock:ro`));
    });
  });

  async function failsAlone(id: string, edit: Edit): Promise<void> {
    const name = `pymcp-without-${id.replace('.', '-')}`;
    const whole: Edit = (args) => edit([...without('--volume=isolated-pymcp_')(args), looksHealthy]);
    const box = await startBox(engine, tag, name, { edit: whole, command: idle });
    try {
      const failed = await failures(box);
      assert.deepEqual(
        failed.map((one) => one.id),
        [id],
        JSON.stringify(failed),
      );
    } finally {
      await box.remove();
    }
  }
}
