// fail.closed: what a backend cannot be asked for is refused before anything is set up, whichever way it came to it.
import { type BackendName, namedBackends } from '../core/backend-names.js';
import { PymcpError } from '../core/errors.js';
import { type Ability, abilityWords, isAble, listAble, whyUnable } from './abilities.js';

/** How to do without each. */
const without = {
  workspace: 'leave the workspace out',
  network: 'leave the named hosts out (--allow)',
  packages: 'use a built-in environment (--env python)',
  copies: 'create another session instead',
  program: 'leave the service code or --resolver uv out',
  corpus: 'ask for less',
} as const satisfies Readonly<Record<Ability, string>>;

/** It is chosen by no name: what stands behind it is the container that it runs in. */
const outOfContained =
  'let the engine allow nested namespaces (docs/backends/contained.md), or run pymcp outside of the container';

/** @throws PymcpError `backend.unable` */
export function refuseUnable(backend: BackendName, needs: readonly Ability[]): void {
  const lacking = needs.find((ability) => !isAble(backend, ability));
  if (lacking === undefined) return;
  const others = listAble(needs).filter((name) => namedBackends.some((named) => named === name));
  const another =
    backend === 'contained'
      ? outOfContained
      : `choose one that can, --backend ${others.join(' or ')} (PYMCP_BACKEND, backend)`;
  throw new PymcpError(
    'backend.unable',
    `the backend ${backend} cannot ${abilityWords[lacking]}: ${whyUnable(backend, lacking) ?? ''}; nothing was run`,
    `${without[lacking]}, or ${another}`,
  );
}
