// Which backend a run is given, and why: the one place that decides it. Abilities are asked before anything is tried.
// fail.closed: what a person has named is obeyed or refused, never replaced. Unasked, only what holds the whole hostile corpus is
// taken. Less than namespaces of its own takes a container around this process, a trial that shows that bubblewrap's jail is not to
// be had in it for want of namespaces, and a person's word.
import type { BackendChoice, BackendName } from '../core/backend-names.js';
import { PymcpError } from '../core/errors.js';
import type { OuterBoundary } from '../core/outer-boundary.js';
import { type ContainerSign, seeContainer } from '../host/container-mark.js';
import { type Ability, abilityWords, isAble, listAble, whyUnable } from './abilities.js';
import { nestedFix } from './nested-fix.js';
import { refuseUnable } from './refuse-unable.js';
import { loadBackend } from './registry.js';

/** What a person has said. */
export interface Wish {
  readonly backend: BackendChoice;
  readonly outerBoundary: OuterBoundary;
}

export interface Choice {
  readonly backend: BackendName;
  /** For a person, without a period. */
  readonly reason: string;
  /** It is less than what is chosen unasked. */
  readonly isLess: boolean;
}

/** What is asked of the machine; replaced in tests. */
export interface Surroundings {
  readonly seeContainer: () => Promise<ContainerSign>;
  /** As Backend.findLack of bubblewrap. */
  readonly findLack: () => Promise<string | null>;
}

const here: Surroundings = {
  seeContainer,
  findLack: async () => (await (await loadBackend('bubblewrap')).findLack?.()) ?? null,
};

/**
 * Those that may be tried, in turn: the next one where the one before is not to be had on this machine. At least one.
 * @param needs what the run asks for
 * @throws PymcpError `backend.unable`, `usage.invalid`, and where what the person chose does not fit this machine
 */
export async function chooseBackends(
  { backend, outerBoundary }: Wish,
  needs: readonly Ability[],
  surroundings: Surroundings = here,
): Promise<readonly [Choice, ...Choice[]]> {
  if (outerBoundary === 'container') return [await chooseWithin(backend, surroundings)];
  if (backend !== 'auto') return [obey(backend, needs)];
  return listUnasked(needs);
}

function obey(backend: BackendName, needs: readonly Ability[]): Choice {
  refuseUnable(backend, needs);
  const isLess = !isAble(backend, 'corpus');
  const less = isLess ? `; it does not ${abilityWords.corpus}: ${whyUnable(backend, 'corpus') ?? ''}` : '';
  return { backend, reason: `it was chosen by its name${less}`, isLess };
}

function listUnasked(needs: readonly Ability[]): readonly [Choice, ...Choice[]] {
  const [first, ...others] = listAble([...needs, 'corpus']);
  // Bubblewrap can whatever is asked for.
  if (first === undefined) throw new Error(`no backend can ${needs.join(', ')}`);
  return [
    { backend: first, reason: 'of those that can what was asked for, it is the strongest', isLess: false },
    ...others.map((backend) => ({
      backend,
      reason: 'it is the strongest that is usable here',
      isLess: true,
    })),
  ];
}

async function chooseWithin(
  backend: BackendChoice,
  { seeContainer: see, findLack }: Surroundings,
): Promise<Choice> {
  if (backend !== 'auto')
    throw new PymcpError(
      'usage.invalid',
      `a container was named as the outer boundary, and the backend ${backend} besides; nothing was run`,
      'name one of the two: --outer-boundary container, or --backend',
    );
  const sign = await see();
  if (!sign.isContainer) {
    throw new PymcpError(
      'jail.start-failed',
      `a container was named as the outer boundary, and this process is in none: ${sign.why}; nothing was run`,
      'leave --outer-boundary (PYMCP_OUTER_BOUNDARY, outerBoundary) out, or run pymcp in the container',
    );
  }
  const lack = await findLack();
  if (lack === null) {
    const reason = 'namespaces are to be had in this container, so sandboxes have their own';
    return { backend: 'bubblewrap', reason, isLess: false };
  }
  return {
    backend: 'contained',
    reason: `the container is the outer boundary (${sign.mark}), as was chosen: namespaces are not to be had in it (${lack})`,
    isLess: true,
  };
}

/** The two ways on from a jail that a container does not let be built. */
export const containerHint = `let the engine allow nested namespaces (${nestedFix.join('; ')}), or choose the container as the outer boundary: --outer-boundary container, PYMCP_OUTER_BOUNDARY=container (docs/backends/contained.md says what is less then)`;

const jailCodes: ReadonlySet<string> = new Set(['jail.start-failed', 'jail.layer-failed']);

/** In a container that permits no namespaces, an error of the jail names both ways on; any other stays as it is. */
export async function explainInContainer(
  error: unknown,
  { seeContainer: see, findLack }: Surroundings = here,
): Promise<unknown> {
  if (!(error instanceof PymcpError) || !jailCodes.has(error.code)) return error;
  if (!(await see()).isContainer) return error;
  const lack = await findLack().catch(() => null);
  if (lack === null) return error;
  return new PymcpError(error.code, error.message, containerHint, { cause: error });
}
