// secret.unseen: placeholders in a text of a request's head: its path, its query, a header.
import { type KnownPlaceholder, type Misuse, PlaceholderStream } from './placeholder-stream.js';
import { hidesPlaceholder } from './placeholder-text.js';

export type Swapped =
  { readonly kind: 'swapped'; readonly text: string } | ({ readonly kind: 'refused' } & Misuse);

/** @param text as latin1, which keeps every byte apart; so is what comes out */
export function swapText(text: string, known: readonly KnownPlaceholder[]): Swapped {
  // Most have none, in no spelling.
  if (!/secret|%/i.test(text)) return { kind: 'swapped', text };
  const misuses: Misuse[] = [];
  const stream = new PlaceholderStream(known, (misuse) => misuses.push(misuse));
  const bytes = Buffer.concat([stream.push(Buffer.from(text, 'latin1')), stream.end()]);
  const [misuse] = misuses;
  if (misuse !== undefined) return { kind: 'refused', ...misuse };
  // What was swapped is no placeholder any more; what is one in another spelling was not, and would reach the host as it is.
  const others = known.reduce((rest, { text: placeholder }) => rest.replaceAll(placeholder, ''), text);
  return hidesPlaceholder(others) ? disguised : { kind: 'swapped', text: bytes.toString('latin1') };
}

const disguised: Swapped = {
  kind: 'refused',
  why: 'a placeholder was sent in another spelling than its own',
  hint: 'send the placeholder as it stands in the environment, letter by letter',
};
