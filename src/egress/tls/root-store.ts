// Whom the proxy trusts on the internet: what this machine does. Read and prepared where it is first needed, once: that takes some
// milliseconds.
import { createSecureContext, type SecureContext } from 'node:tls';
import { readSystemRoots } from '../../host/system-roots.js';

export class RootStore {
  readonly #read: () => readonly string[];
  #roots: readonly string[] | null = null;
  #context: SecureContext | null = null;

  /** @param roots as PEM, in the place of those of this machine */
  constructor(roots: readonly string[] | null) {
    this.#read = () => roots ?? readSystemRoots();
  }

  list(): readonly string[] {
    return (this.#roots ??= this.#read());
  }

  /** For connections to hosts. */
  get context(): SecureContext {
    return (this.#context ??= createSecureContext({ ca: [...this.list()], minVersion: 'TLSv1.2' }));
  }
}
