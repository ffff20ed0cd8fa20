// What each backend can be asked for. Pure data: it is asked before anything is tried, and docs/backends/README.md shows it.
import { type BackendName, backendNames } from '../core/backend-names.js';

/** What not every backend can, in the words of a sentence: it cannot … */
// prettier-ignore
export const abilityWords = {
  workspace: 'show a workspace',
  network: 'give a run a network of named hosts',
  packages: 'show the packages of an environment',
  copies: 'copy a live session',
  program: 'run another program than Python, such as a language server',
  corpus: 'hold the whole hostile corpus',
} as const satisfies Readonly<Record<string, string>>;
export type Ability = keyof typeof abilityWords;
export const abilityNames = Object.keys(abilityWords) as readonly Ability[];

/** What each lacks, and why; whatever is not here it can. */
const lacks: Readonly<Record<BackendName, Readonly<Partial<Record<Ability, string>>>>> = {
  bubblewrap: {},
  gvisor: {
    copies: 'its engine makes no copy of a sandbox',
    program: 'only the interpreter may be started in it',
  },
  container: {
    copies: 'Podman makes no copy of a container that runs',
  },
  docker: {
    workspace: 'the daemon finds what it mounts by path, so that secrets in it could not be masked safely',
    copies: 'Docker makes no copy of a container that runs',
    corpus:
      'it shows no workspace to be attacked, and has no user namespace where the machine lets nobody make one (docs/backends/docker.md)',
  },
  contained: {
    workspace: 'secrets in it could not be masked without mounts',
    network: 'there is no network namespace that a relay could be in',
    packages: 'nothing can be shown in a place of its own without mounts',
    copies: 'a copy would share everything with its original',
    program: 'only the interpreter may be executed',
    corpus: 'what only a namespace or a mount would have stopped is not stopped',
  },
};

/** Why it cannot; null where it can. */
export function whyUnable(backend: BackendName, ability: Ability): string | null {
  return lacks[backend][ability] ?? null;
}

export function isAble(backend: BackendName, ability: Ability): boolean {
  return whyUnable(backend, ability) === null;
}

/** Those that can all of it, from the strongest. */
export function listAble(abilities: readonly Ability[]): readonly BackendName[] {
  return backendNames.filter((name) => abilities.every((ability) => isAble(name, ability)));
}
