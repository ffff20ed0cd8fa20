// The authority that the next run gets: made when the first one needs it, and made anew before it gets old. Runs keep the one that they
// began with.
import type { Authority } from './authority.js';

export class AuthorityInForce {
  #authority: Promise<Authority> | null = null;

  async get(): Promise<Authority> {
    const current = (this.#authority ??= makeAuthority());
    if ((await current).isFresh()) return current;
    // Another one may have been made while this one was waited for.
    if (this.#authority === current) this.#authority = null;
    return this.get();
  }
}

/** Loaded where TLS is ended and nowhere else. */
async function makeAuthority(): Promise<Authority> {
  const { Authority: Made } = await import('./authority.js');
  return new Made();
}
