// The environments that programs ask for by themselves, as settings want it, the same for every command that runs programs. Nothing of it
// is loaded before a program may have a block.
import type { ScriptSettings } from '../../config/settings.js';
import { mayHaveBlock } from './find-script-block.js';
import type { ScriptMaking } from './open-script-maker.js';
import type { ScriptEnvironments } from './script-environments.js';

/** `find` throws as openScriptMaker too. */
export function openScripts(
  { packages, index }: ScriptSettings,
  making: Omit<ScriptMaking, 'index'>,
): ScriptEnvironments {
  let opened: Promise<ScriptEnvironments> | null = null;
  const open = async (): Promise<ScriptEnvironments> => {
    const [{ openScriptMaker }, { openScriptEnvironments }] = await Promise.all([
      import('./open-script-maker.js'),
      import('./script-environments.js'),
    ]);
    return openScriptEnvironments({ packages }, openScriptMaker({ ...making, index }));
  };
  return {
    find: async (code, signal) => {
      if (!mayHaveBlock(code)) return null;
      opened ??= open();
      return (await opened).find(code, signal);
    },
  };
}
