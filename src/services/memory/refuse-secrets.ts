// secret.unlogged: what is a secret of this user, or has the shape of a key, is not remembered. The refusal says where it stands
// and does not repeat it.
import { PymcpError } from '../../core/errors.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';

/** A text that is to be stored. */
export interface PlacedText {
  /** As whoever gave it finds it: `entities[0].name`, `line 3`. Nothing of a text stands in it. */
  readonly at: string;
  readonly text: string;
}

/** What is wrong with some texts, as a part of a sentence; null where nothing is. */
type Find = (texts: readonly string[]) => Promise<string | null>;

/** @throws PymcpError `memory.secret-refused` */
export async function refuseSecrets(texts: readonly PlacedText[], redactor: SecretRedactor): Promise<void> {
  if (texts.length === 0) return;
  if (redactor.isActive) await refuse(texts, (some) => Promise.resolve(findKnown(some, redactor)));
  // Loaded here: whoever only reads needs no rules.
  const { findShapes } = await import('../../secrets/scan/find-shapes.js');
  await refuse(texts, async (some) => {
    // Its comments that turn it off are for people who write code.
    const text = some.join('\n').replaceAll(/secretlint/gi, 'secret-lint');
    const [found] = await findShapes('memory', text);
    return found === undefined ? null : `what looks like a key (${found.kind})`;
  });
}

/** Each by itself, and all as one, since a secret may stand in two. */
function findKnown(texts: readonly string[], redactor: SecretRedactor): string | null {
  const isSecret = (text: string): boolean => redactor.redactText(text) !== text;
  return isSecret(texts.join('\n')) || texts.some(isSecret) ? 'a secret of this user' : null;
}

async function refuse(texts: readonly PlacedText[], find: Find): Promise<void> {
  const what = await find(texts.map(({ text }) => text));
  if (what === null) return;
  throw new PymcpError(
    'memory.secret-refused',
    `nothing was stored: there is ${what} in ${await locate(texts, find)}`,
    'leave it out and remember where it is kept instead, by its name in .env for example',
  );
}

/** By halves: the first text that has one by itself. */
async function locate(texts: readonly PlacedText[], find: Find): Promise<string> {
  let from = 0;
  let to = texts.length;
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    const has = async (start: number, end: number): Promise<boolean> =>
      (await find(texts.slice(start, end).map(({ text }) => text))) !== null;
    if (await has(from, middle)) to = middle;
    else if (await has(middle, to)) from = middle;
    else return `${texts[from]?.at ?? ''} and what follows it, together`;
  }
  return texts[from]?.at ?? '';
}
