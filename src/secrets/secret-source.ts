// Where values come from that are secret. One interface for all, so that a keyring or a store of secrets is one more file.
import type { KnownSecret } from './redact/compile-redactor.js';

export interface SecretSource {
  /** Those that it has now. @throws PymcpError where it was named and cannot be read: what is not known is not masked */
  readonly read: () => Promise<FoundSecrets>;
}

export interface FoundSecrets {
  readonly secrets: readonly KnownSecret[];
  /** For whoever named them: whole sentences without a period, with names and never with values. */
  readonly warnings: readonly string[];
}
