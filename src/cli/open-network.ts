// net.none, secret.unseen: the network as settings want it, the same for every command that runs programs.
import type { NetworkSettings } from '../config/settings.js';
import { PymcpError } from '../core/errors.js';
import { isFreeVariable } from '../core/guest-variable.js';
import type { SecretName } from '../core/names.js';
import type { EgressGate } from '../egress/gate/egress-gate.js';
import type { SecretUse } from '../egress/placeholders/binding.js';
import type { KnownSecret } from '../secrets/redact/compile-redactor.js';

/**
 * null where none is granted: then nothing of it is loaded. The caller closes it.
 * @param secrets at least those that are bound to hosts
 * @throws PymcpError `egress.rule-invalid`, `egress.secret-invalid`
 */
export async function openNetwork(
  settings: NetworkSettings,
  secrets: readonly KnownSecret[],
): Promise<EgressGate | null> {
  const uses = await checkNetwork(settings);
  if (settings.allow.length === 0) return null;
  const { EgressGate: Gate } = await import('../egress/gate/egress-gate.js');
  const valueOf = (wanted: SecretName): string | null =>
    secrets.find(({ name }) => name === wanted)?.value ?? null;
  return Gate.open(
    settings.allow,
    uses.map((use) => ({ ...use, value: valueOf(use.name) })),
  );
}

/** The secrets that are bound to hosts. @throws PymcpError `egress.rule-invalid`, `egress.secret-invalid` */
export async function checkNetwork({ allow, secrets }: NetworkSettings): Promise<readonly SecretUse[]> {
  if (allow.length > 0) {
    const { parsePolicy } = await import('../egress/policy/parse-policy.js');
    parsePolicy(allow);
  }
  if (secrets.length === 0) return [];
  const { parseSecretUses } = await import('../egress/placeholders/parse-secret-uses.js');
  const uses = parseSecretUses(secrets);
  const [first] = uses;
  if (allow.length === 0 && first !== undefined)
    throw new PymcpError(
      'egress.secret-invalid',
      `the secret ${first.name} is bound to hosts, and the programs may reach none`,
      'allow them too: --allow HOST, or network.allow in the file',
    );
  const odd = uses.find(({ name }) => !isFreeVariable(name));
  if (odd === undefined) return uses;
  throw new PymcpError(
    'egress.secret-invalid',
    `programs are given a placeholder by the name of its secret, and ${odd.name} cannot be the name of their variable`,
    'name it in upper case, and not as a variable that leads Python or the loader',
  );
}
