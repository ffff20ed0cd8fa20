// A template, or a sandbox, in which some questions are answered by whoever opened it, and all others by itself.
import type { JailIsolation } from '../core/isolation.js';
import type { Sandbox, Template } from './backend-contract.js';

export interface SandboxChanges extends Partial<Pick<Sandbox, 'isCurrent' | 'fork'>> {
  /** Asked each time: a session that is copied becomes one of a family. */
  readonly isolation?: () => JailIsolation;
}

export function overSandbox(sandbox: Sandbox, changes: SandboxChanges): Sandbox {
  const { levels, channel, stdout, stderr, breached, ended } = sandbox;
  return {
    ...{ levels, channel, stdout, stderr, breached, ended },
    get isolation() {
      return changes.isolation?.() ?? sandbox.isolation;
    },
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

export interface TemplateChanges extends Partial<Pick<Template, 'launch' | 'close'>> {
  readonly isGone?: () => boolean;
}

export function overTemplate(template: Template, changes: TemplateChanges): Template {
  return {
    levels: template.levels,
    get isGone() {
      return changes.isGone?.() ?? template.isGone;
    },
    launch: changes.launch ?? ((limits) => template.launch(limits)),
    close: changes.close ?? (() => template.close()),
  };
}
