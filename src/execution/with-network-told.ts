// What a result says of the network of its run. Pure.
import type { ExecutionResult } from '../core/execution-result.js';
import type { DeniedAttempt, RunNetwork } from '../core/network.js';
import type { SecretRedactor } from '../core/secret-redactor.js';
import type { Sandbox } from '../sandbox/backend-contract.js';

/** All of a result but its network. */
export type JailedResult = Omit<ExecutionResult, 'isolation' | 'networkDenied'> & Pick<Sandbox, 'isolation'>;

/** @param before what was denied to earlier calls of its session */
export function withNetworkTold(
  result: JailedResult,
  network: RunNetwork | null,
  redactor?: SecretRedactor,
  before: readonly DeniedAttempt[] = [],
): ExecutionResult {
  const denied = network === null ? [] : listNew(network.listDenied(), before);
  return {
    ...result,
    isolation: { ...result.isolation, network: network?.grant.hosts ?? 'none' },
    // secret.unlogged: the names are the program's words.
    networkDenied: redactor?.redactValue(denied) ?? denied,
  };
}

function listNew(now: readonly DeniedAttempt[], before: readonly DeniedAttempt[]): readonly DeniedAttempt[] {
  return now.flatMap((attempt) => {
    const known = before.find(({ host, port }) => host === attempt.host && port === attempt.port);
    const count = attempt.count - (known?.count ?? 0);
    return count > 0 ? [{ ...attempt, count }] : [];
  });
}
