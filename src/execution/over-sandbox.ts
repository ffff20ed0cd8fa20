// A sandbox in which some questions are answered by whoever opened its template, and all others by itself.
import type { Sandbox } from '../sandbox/backend-contract.js';

export function overSandbox(
  sandbox: Sandbox,
  changes: Partial<Pick<Sandbox, 'isCurrent' | 'fork'>>,
): Sandbox {
  return {
    get isolation() {
      return sandbox.isolation;
    },
    get levels() {
      return sandbox.levels;
    },
    channel: sandbox.channel,
    stdout: sandbox.stdout,
    stderr: sandbox.stderr,
    breached: sandbox.breached,
    ended: sandbox.ended,
    isCurrent: changes.isCurrent ?? ((pace) => sandbox.isCurrent(pace)),
    findUnmasked: () => sandbox.findUnmasked(),
    findCreated: () => sandbox.findCreated(),
    setPace: (pace) => {
      sandbox.setPace(pace);
    },
    interrupt: () => sandbox.interrupt(),
    fork: changes.fork ?? ((limits) => sandbox.fork(limits)),
    readUsage: () => sandbox.readUsage(),
    readCpuMs: () => sandbox.readCpuMs(),
    kill: () => {
      sandbox.kill();
    },
  };
}
