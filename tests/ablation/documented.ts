// The tables of docs/ablation.md, read back.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/host/package-root.js';

/** The cells of each row below a heading of the third level, without the head of its table. */
export function rowsBelow(heading: string): readonly (readonly string[])[] {
  const text = readFileSync(join(packageRoot(), 'docs/ablation.md'), 'utf8');
  const section = text.split(`\n### ${heading}\n`)[1]?.split('\n### ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) => line.slice(2, -2).split(' | '));
}

/** `birth` names the layer of a refusal, `state` a check, `attack` an attack. */
export type Witness = { readonly kind: 'birth' | 'state' | 'attack'; readonly name: string };

export function parseWitness(text: string): Witness {
  const emphasised = /^\*(?:(birth): )?(.+)\*$/.exec(text);
  if (emphasised === null) return { kind: 'attack', name: text };
  return { kind: emphasised[1] === undefined ? 'state' : 'birth', name: emphasised[2] ?? '' };
}
