// What a command cannot start without: the secrets of its services, and those that programs may use at hosts. Nothing is loaded where
// that is nothing.
import type { Settings } from '../config/settings.js';
import type { KnownSecret } from '../secrets/redact/compile-redactor.js';
import { checkNetwork } from './open-network.js';

/** @throws PymcpError `secret.missing`, `egress.rule-invalid`, `egress.secret-invalid` */
export async function findNeededSecrets(
  settings: Pick<Settings, 'services' | 'secrets' | 'network' | 'github'>,
): Promise<readonly KnownSecret[]> {
  const uses = await checkNetwork(settings.network);
  const { declareSecrets } = await import('../secrets/declared-secret.js');
  const bound = uses.map(({ name }) => name);
  const declared = declareSecrets(settings.services, settings.secrets, bound);
  if (declared.every(({ neededBy }) => neededBy.length === 0)) return [];
  const [{ requireSecrets }, { findServer }] = await Promise.all([
    import('../secrets/require-secrets.js'),
    import('./find-github-server.js'),
  ]);
  return requireSecrets(declared, { envFile: '.env', isGhUsable: findServer(settings).isUsual });
}
