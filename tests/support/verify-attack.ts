// One attack of the corpus, as `pymcp verify` tells how it went.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { OrdinaryUser } from './as-ordinary-user.js';

/** What a command of `pymcp` writes. @param user given `dist`, besides */
export async function askPymcp(
  { uid, gid, env, folder }: Pick<OrdinaryUser, 'uid' | 'gid' | 'env' | 'folder'>,
  ...words: readonly string[]
): Promise<string> {
  const child = spawn(process.execPath, ['dist/cli/main.js', ...words], {
    ...{ uid, gid, env, cwd: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return text(child.stdout);
}

/** Of each attack that was run, its verdict and what was wrong. @param said by `pymcp verify --json` */
export function toVerdicts(said: string): [verdict: string, problems: readonly string[]][] {
  const { promises } = JSON.parse(said) as {
    promises: readonly {
      readonly attacks: readonly { readonly verdict: string; readonly problems: readonly string[] }[];
    }[];
  };
  return promises.flatMap((promise) => promise.attacks).map(({ verdict, problems }) => [verdict, problems]);
}
