// A template whose sandboxes say why they are of this backend.
import type { JailIsolation } from '../core/isolation.js';
import type { Sandbox, Template } from './backend-contract.js';

export function tellReason(template: Template, reason: string): Template {
  return {
    levels: template.levels,
    get isGone() {
      return template.isGone;
    },
    launch: async (limits) => tell(await template.launch(limits), reason),
    close: () => template.close(),
  };
}

function tell(sandbox: Sandbox, reason: string): Sandbox {
  const { levels, channel, stdout, stderr, breached, ended } = sandbox;
  return {
    ...{ levels, channel, stdout, stderr, breached, ended },
    get isolation(): JailIsolation {
      return { ...sandbox.isolation, reason };
    },
    isCurrent: (pace) => sandbox.isCurrent(pace),
    findUnmasked: () => sandbox.findUnmasked(),
    findCreated: () => sandbox.findCreated(),
    setPace: (pace) => {
      sandbox.setPace(pace);
    },
    interrupt: () => sandbox.interrupt(),
    fork: async (limits) => tell(await sandbox.fork(limits), reason),
    readUsage: () => sandbox.readUsage(),
    readCpuMs: () => sandbox.readCpuMs(),
    kill: () => {
      sandbox.kill();
    },
  };
}
