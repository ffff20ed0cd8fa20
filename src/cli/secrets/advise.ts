// What to do about a secret, in words.
import type { CheckedSecret } from '../../secrets/check-secrets.js';

export function adviseSecret({ secret, state, written }: CheckedSecret): string {
  const { name, from, isRequired } = secret;
  if (state === 'real') return written === 'value' ? 'written to .env' : 'nothing to do';
  const get = `get one (${from}), then: pymcp secrets set ${name}`;
  if (isRequired) return get;
  return state === 'placeholder' ? `optional; ${get}` : `optional: for ${secret.usedBy}; ${get}`;
}
