// A sandbox, with whoever opened its template told of every copy of it too: a session that was copied lives in the same jail.
import type { Sandbox } from '../sandbox/backend-contract.js';

/** @param onMade told of each copy, and of copies of these, before anybody has it */
export function countCopies(sandbox: Sandbox, onMade: (copy: Sandbox) => void): Sandbox {
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
    isCurrent: (pace) => sandbox.isCurrent(pace),
    findUnmasked: () => sandbox.findUnmasked(),
    findCreated: () => sandbox.findCreated(),
    setPace: (pace) => {
      sandbox.setPace(pace);
    },
    interrupt: () => sandbox.interrupt(),
    fork: async (limits) => {
      const copy = await sandbox.fork(limits);
      onMade(copy);
      return countCopies(copy, onMade);
    },
    readUsage: () => sandbox.readUsage(),
    readCpuMs: () => sandbox.readCpuMs(),
    kill: () => {
      sandbox.kill();
    },
  };
}
