// The template of a program that stays, such as a language server: gone, for whoever asks it, as soon as the environment that it shows
// was made again or removed. A program that is there then is no longer as one started now would be.
import type { Sandbox, Template } from '../sandbox/backend-contract.js';
import { overSandbox } from './over-sandbox.js';

/** @param isSame whether the environment is as it was when this was opened: a cheap look */
export function toProgramTemplate(template: Template, isSame: () => boolean): Template {
  return {
    levels: template.levels,
    get isGone() {
      return template.isGone || !isSame();
    },
    async launch(limits): Promise<Sandbox> {
      const sandbox = await template.launch(limits);
      const isCurrent: Sandbox['isCurrent'] = async (pace) => isSame() && sandbox.isCurrent(pace);
      return overSandbox(sandbox, { isCurrent });
    },
    close: () => template.close(),
  };
}
