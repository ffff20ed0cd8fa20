// What `pymcp doctor` says of the environments that this user has made: which there are, and which cannot be used. No finding where
// there are none.
import { PymcpError } from '../core/errors.js';
import { openEnvironmentStore } from '../execution/environments/environment-store.js';
import { dataFolder } from '../host/own-folders.js';
import type { Finding } from '../sandbox/backend-contract.js';

export async function findEnvironments(): Promise<readonly Finding[]> {
  if (dataFolder() === null) return [];
  try {
    const store = openEnvironmentStore();
    const { environments, broken } = await store.list();
    const wrong = broken.map(({ why, fix }) => ({ why, fix }));
    const usable: string[] = [];
    for (const { name, pythonVersion, packages } of environments)
      try {
        store.find(name);
        usable.push(`${name} (Python ${pythonVersion}, ${packages.length} packages)`);
      } catch (error) {
        if (!(error instanceof PymcpError)) throw error;
        wrong.push({ why: error.message, fix: error.hint });
      }
    if (wrong.length > 0)
      return [
        toFinding('degraded', wrong.map(({ why }) => why).join('; '), wrong.map(({ fix }) => fix).join('\n')),
      ];
    return usable.length === 0 ? [] : [toFinding('ok', usable.join(', '), null)];
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    return [toFinding('degraded', error.message, error.hint)];
  }
}

function toFinding(state: Finding['state'], detail: string, fix: string | null): Finding {
  return { group: 'proof', name: 'environments', state, detail, fix, level: null };
}
