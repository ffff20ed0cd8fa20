// What the arguments of prompts may be: the caller's own sessions and files, the environments of this server.
import type { Complete } from '../offer.js';
import { listResultFiles } from '../resources/list-result-files.js';
import { listIdleFiles } from '../resources/list-idle-files.js';
import type { PromptSetting } from './prompt-setting.js';

export function completeArguments({ sources, environments }: PromptSetting): Complete {
  return async ({ name, others }) => {
    switch (name) {
      case 'session_id':
        return sources.sessions.list(sources.caller).sessions.map(({ id }) => id);
      case 'env':
        return environments().map((environment) => environment.name);
      case 'source': {
        const session = others['session_id'];
        const files = await listIdleFiles(sources, session);
        const paths = session === undefined ? [] : files.map(({ path }) => path);
        const uris = [...listResultFiles(sources), ...files].map(({ uri }) => uri);
        return [...paths, ...uris];
      }
      default:
        return [];
    }
  };
}
