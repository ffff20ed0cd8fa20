// Proves: jail.once, fail.closed. Where the Docker daemon goes, the runs go with it, nothing of them is left, and the next one is
// refused with a hint, as where none answers. An ordinary user ends no daemon.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dockerBackend } from '../../src/sandbox/backends/docker/backend.js';
import { PymcpError } from '../../src/core/errors.js';
import { openLoneTemplate } from '../../src/sandbox/open-lone-template.js';
import { processesOfContainers, useDockerDaemon } from '../support/docker-daemon.js';
import { type HostProcess, survivorsOf } from '../support/host-processes.js';
import { toJail } from '../support/jail.js';
import { leavingsOf } from '../support/leavings.js';

const policy = { interpreter: '/usr/bin/python3', preload: [], strict: false };
const own = useDockerDaemon();

describe('where no Docker daemon answers', () => {
  it('is refused with a hint, and nothing is left', async () => {
    const { DOCKER_HOST: before } = process.env;
    process.env['DOCKER_HOST'] = 'unix:///nonexistent/docker.sock';
    try {
      await assert.rejects(openLoneTemplate(dockerBackend, policy), isErrorOfDocker);
    } finally {
      if (before === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = before;
    }
    assert.deepEqual(leavingsOf(process.pid), { groups: [], files: [] });
  });
});

if (process.getuid?.() === 0) describe('where the Docker daemon is killed', whereItIsKilled);

function whereItIsKilled(): void {
  it('the run ends, no process is left, and the next one is refused with a hint', async () => {
    const template = await openLoneTemplate(dockerBackend, policy);
    const jail = toJail(template);
    let all: HostProcess[] = [];
    const result = await jail.run(
      'import time\nprint("on", flush=True)\ntime.sleep(3600)',
      {},
      {
        onStdout: () => {
          void processesOfContainers().then((found) => {
            all = found;
            return own.kill();
          });
        },
      },
    );
    assert.equal(result.outcome.status, 'lost', JSON.stringify(result.outcome));
    assert.ok(all.length >= 2);
    assert.deepEqual(await survivorsOf(all), []);
    await assert.rejects(jail.run('1'), isErrorOfDocker);
    await template.close();
    assert.deepEqual(leavingsOf(process.pid), { groups: [], files: [] });
  });
}

function isErrorOfDocker(error: unknown): boolean {
  return error instanceof PymcpError && /Docker/.test(error.message) && error.hint.length > 10;
}
