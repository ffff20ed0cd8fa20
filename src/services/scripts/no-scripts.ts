// Of a gateway that gives programs no packages: one that asks for them is told so, and is not run without them.
import { mayHaveBlock } from './find-script-block.js';
import type { ScriptEnvironments } from './script-environments.js';

export const noScripts: ScriptEnvironments = {
  find: async (code) => {
    if (!mayHaveBlock(code)) return null;
    const [{ readScriptBlock }, { refuseUnnamed }] = await Promise.all([
      import('./read-script-block.js'),
      import('./judge-packages.js'),
    ]);
    refuseUnnamed(readScriptBlock(code)?.dependencies ?? [], []);
    return null;
  },
};
