// Which backend a gateway runs with, and why: the one place that decides it.
// fail.closed: less than namespaces of their own is never chosen unasked. It takes a container around this process, a trial
// that shows that bubblewrap's jail is not to be had in it for want of namespaces, and a person's word.
import { PymcpError } from '../core/errors.js';
import type { OuterBoundary } from '../core/outer-boundary.js';
import { type ContainerSign, seeContainer } from '../host/container-mark.js';
import type { Backend } from './backend-contract.js';
import { loadBackend } from './registry.js';

export interface Choice {
  readonly backend: Backend;
  /** One sentence, for a person. */
  readonly reason: string;
  /** It is less than what is chosen unasked. */
  readonly isLess: boolean;
}

/** What is asked of the machine; replaced in tests. */
export interface Surroundings {
  readonly seeContainer: () => Promise<ContainerSign>;
  /** As Backend.findLack of the strongest one. */
  readonly findLack: () => Promise<string | null>;
}

const here: Surroundings = {
  seeContainer,
  findLack: async () => (await (await loadBackend('bubblewrap')).findLack?.()) ?? null,
};

/** @throws PymcpError where what the person chose does not fit this machine */
export async function chooseBackend(
  outerBoundary: OuterBoundary,
  { seeContainer: see, findLack }: Surroundings = here,
): Promise<Choice> {
  if (outerBoundary === 'jail') return strongest('sandboxes have namespaces of their own');
  const sign = await see();
  if (!sign.isContainer) {
    throw new PymcpError(
      'jail.start-failed',
      `a container was named as the outer boundary, and this process is in none: ${sign.why}; nothing was run`,
      'leave --outer-boundary (PYMCP_OUTER_BOUNDARY, outerBoundary) out, or run pymcp in the container',
    );
  }
  const lack = await findLack();
  if (lack === null)
    return strongest('namespaces are to be had in this container, so sandboxes have their own');
  return {
    backend: await loadBackend('contained'),
    reason: `the container is the outer boundary (${sign.mark}), as was chosen: namespaces are not to be had in it (${lack})`,
    isLess: true,
  };
}

async function strongest(reason: string): Promise<Choice> {
  return { backend: await loadBackend('bubblewrap'), reason, isLess: false };
}

/** The two ways on from a jail that a container does not let be built. */
export const containerHint =
  'let the engine allow nested namespaces (podman run --security-opt unmask=ALL --security-opt seccomp=unconfined --security-opt apparmor=unconfined …, ' +
  'docker run --security-opt systempaths=unconfined --security-opt seccomp=unconfined --security-opt apparmor=unconfined …), ' +
  'or choose the container as the outer boundary: --outer-boundary container, PYMCP_OUTER_BOUNDARY=container (docs/backends/contained.md says what is less then)';

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
