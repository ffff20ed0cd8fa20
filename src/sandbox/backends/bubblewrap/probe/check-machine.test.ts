import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Machine } from '../../../../host/machine.js';
import { checkMachine } from './check-machine.js';

const machine: Machine = {
  platform: 'linux',
  architecture: 'x64',
  kernel: '6.1.0-18-amd64',
  distribution: 'Debian GNU/Linux 12 (bookworm)',
  node: '20.20.2',
  memoryBytes: 8 * 1024 ** 3,
  isWsl: false,
  isContainer: false,
};
const statesOf = (changed: Partial<Machine>): Record<string, string> =>
  Object.fromEntries(checkMachine({ ...machine, ...changed }).map(({ name, state }) => [name, state]));

describe('the machine', () => {
  it('is enough where it is an ordinary one', () => {
    assert.deepEqual(statesOf({}), { platform: 'ok', kernel: 'ok', node: 'ok', 'memory-total': 'ok' });
  });

  it('is not where it is no Linux, or has another processor', () => {
    assert.equal(statesOf({ platform: 'darwin' })['platform'], 'missing');
    assert.equal(statesOf({ architecture: 'riscv64' })['platform'], 'missing');
  });

  it('needs Linux 5.10', () => {
    assert.equal(statesOf({ kernel: '5.10.0' })['kernel'], 'ok');
    assert.equal(statesOf({ kernel: '5.9.16' })['kernel'], 'missing');
    assert.equal(statesOf({ kernel: '4.19.0-27' })['kernel'], 'missing');
  });

  it('is told to move to WSL 2 where it is WSL 1', () => {
    const [, kernel] = checkMachine({ ...machine, kernel: '4.4.0-19041-Microsoft', isWsl: true });
    assert.match(kernel?.fix ?? '', /wsl --set-version/);
  });

  it('is weak with little memory, and still works', () => {
    assert.equal(statesOf({ memoryBytes: 512 * 1024 ** 2 })['memory-total'], 'degraded');
  });
});
