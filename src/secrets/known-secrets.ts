// secret.unlogged: every secret that this process knows, of all sources, as it starts.
import type { FoundSecrets, SecretSource } from './secret-source.js';

/** @throws PymcpError as the sources */
export async function readKnownSecrets(sources: readonly SecretSource[]): Promise<FoundSecrets> {
  const found = await Promise.all(sources.map((source) => source.read()));
  return {
    secrets: found.flatMap(({ secrets }) => secrets),
    warnings: found.flatMap(({ warnings }) => warnings),
  };
}
