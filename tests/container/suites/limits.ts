// Programs that try to have more than the container may: each is held by the kernel, and the gateway answers.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Box, startBox, whenAnswering } from '../support/box.js';
import { cpuUsage, memoryLimit, memoryPeak, pidsLimit } from '../support/control-groups.js';
import { boxOf, type Stage } from '../support/stage.js';

const gibibyte = 1024 ** 3;
const killed = 137;

/** Writes its pages until it is killed. */
const fillMemory = 'held = []\nwhile True: held.append(bytearray(16 << 20))';
/** Prints how many there could be; they end with it. */
const fillPids = `
import os, signal
made = []
try:
    while len(made) < 5000:
        pid = os.fork()
        if pid == 0:
            signal.pause()
        made.append(pid)
except OSError as error:
    print(len(made), error.errno, flush=True)
for pid in made:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
`;
/** Four that never wait, for three seconds. */
const fillCpu = `
import os, time
end = time.monotonic() + 3
for _ in range(3):
    if os.fork() == 0: break
while time.monotonic() < end: pass
`;

export function limits(stage: Stage): void {
  describe('the limits of the container', () => {
    it('hold memory to 1 GiB with no swap: who takes more is killed, and the gateway answers', async () => {
      const box = boxOf(stage);
      const pid = await box.field('{{.State.Pid}}');
      assert.equal(memoryLimit(pid), gibibyte);
      const { exitCode } = await box.python(fillMemory);
      assert.equal(exitCode, killed);
      const peak = memoryPeak(pid);
      assert.ok(peak > gibibyte / 2 && peak <= gibibyte, `${peak} bytes`);
      assert.ok(await box.isAnswering());
      assert.equal(await box.field('{{.State.Pid}}'), pid);
    });

    it('hold the number of processes: there is no more, and the gateway answers', async () => {
      const box = boxOf(stage);
      const most = pidsLimit(await box.field('{{.State.Pid}}'));
      assert.ok(most > 0 && most <= 1024);
      const answers = box.python(fillPids);
      const { stdout, stderr } = await answers;
      const [count = 0, errno] = stdout.split(' ').map(Number);
      assert.equal(errno, 11, stderr); // EAGAIN
      assert.ok(count > most / 4 && count < most, `${count} of ${most}`);
      assert.ok(await box.isAnswering());
    });

    describe('of processors', () => {
      const quota = 0.5;
      let slowBox: Box | null = null;
      before(async () => {
        slowBox = await startBox(stage.engine, stage.tag, 'pymcp-half', {
          edit: (args) => [
            ...args
              .filter((word) => !word.startsWith('--cpus'))
              // Data of its own.
              .map((word) => word.replace('--volume=isolated-pymcp_', '--volume=half_')),
            `--cpus=${quota}`,
          ],
        });
        await whenAnswering(stage.engine, slowBox);
      });

      it('hold: four that never wait use what one quota gives, and the gateway answers', async () => {
        assert.ok(slowBox !== null);
        const pid = await slowBox.field('{{.State.Pid}}');
        const [usedBefore, begun] = [cpuUsage(pid), performance.now()];
        const work = slowBox.python(fillCpu);
        const answers = await slowBox.isAnswering();
        await work;
        const used = (cpuUsage(pid) - usedBefore) / 1e6 / (performance.now() - begun);
        assert.ok(answers);
        // A quota is given by the tenth of a second: what is begun counts whole.
        assert.ok(used > quota / 10 && used <= quota * 1.15, `${used.toFixed(2)} processors`);
      });

      after(() => slowBox?.remove());
    });
  });
}
