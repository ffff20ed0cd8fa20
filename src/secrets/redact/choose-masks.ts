// What stands where a secret stood: `[secret NAME]`. A mask must neither contain a secret nor become part of one together with what
// stands beside it, else what was masked would have to be masked again. So its first and last character are such as no encoding
// of any secret has, and a name that gives a secret away is left out.
import type { Chain } from './chain.js';

const brackets: readonly string[] = [
  '[]',
  '<>',
  '()',
  '{}',
  '||',
  '~~',
  '^^',
  '!!',
  '@@',
  '$$',
  '**',
  '""',
  "''",
  '``',
  '??',
  ';;',
  '__',
];
/** Where secrets have all of these: characters that hardly any text has. */
const controls: readonly string[] = [...Array(0x1f).keys()].map((index) =>
  String.fromCharCode(index + 1).repeat(2),
);

/**
 * A mask for each name.
 * @param chains of all secrets
 * @param hasSecret whether a text has one in it
 */
export function chooseMasks(
  names: readonly string[],
  chains: readonly Chain[],
  hasSecret: (text: string) => boolean,
): readonly Buffer[] {
  const units = [...new Set(chains.flat())];
  const isFree = (character: string): boolean => !units.some((unit) => unit.hasByte(character.charCodeAt(0)));
  const pair = [...brackets, ...controls].find((both) => Array.from(both).every(isFree)) ?? '[]';
  return names.map((name) => {
    const mask = pair.charAt(0) + `secret ${name}` + pair.charAt(1);
    // Shorter than any secret.
    return Buffer.from(hasSecret(mask) ? `${pair.charAt(0)}secret${pair.charAt(1)}` : mask);
  });
}
