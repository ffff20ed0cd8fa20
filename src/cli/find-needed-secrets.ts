// What the enabled services cannot start without; nothing is loaded where that is nothing.
import type { Settings } from '../config/settings.js';
import type { KnownSecret } from '../secrets/redact/compile-redactor.js';

/** @throws PymcpError `secret.missing` */
export async function findNeededSecrets(settings: Settings): Promise<readonly KnownSecret[]> {
  const { declareSecrets } = await import('../secrets/declared-secret.js');
  const declared = declareSecrets(settings.services, settings.secrets);
  if (declared.every(({ neededBy }) => neededBy.length === 0)) return [];
  const [{ requireSecrets }, { findServer }] = await Promise.all([
    import('../secrets/require-secrets.js'),
    import('./find-github-server.js'),
  ]);
  return requireSecrets(declared, { envFile: '.env', isGhUsable: findServer(settings).isUsual });
}
