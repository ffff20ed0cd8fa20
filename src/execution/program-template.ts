// The template of a program that stays, such as a language server: gone, for whoever asks it, as soon as the environment that it shows
// was made again or removed. A program that is there then is no longer as one started now would be.
import type { Sandbox, Template } from '../sandbox/backend-contract.js';
import { overSandbox, overTemplate } from '../sandbox/over-sandbox.js';

/** @param isSame whether the environment is as it was when this was opened: a cheap look */
export function toProgramTemplate(template: Template, isSame: () => boolean): Template {
  return overTemplate(template, {
    isGone: () => template.isGone || !isSame(),
    launch: async (limits) => {
      const sandbox = await template.launch(limits);
      const isCurrent: Sandbox['isCurrent'] = async (pace) => isSame() && sandbox.isCurrent(pace);
      return overSandbox(sandbox, { isCurrent });
    },
  });
}
