// Classes of a corpus to ask about: each defined once, and used in other files, by a rule that knows no corpus.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scanName } from '#pymcp/services/code/place/scan-name.js';
import type { Corpus } from './corpus.js';

export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface AskedClass {
  readonly name: string;
  readonly definition: Place;
  /** In another file. */
  readonly use: Place;
}

const leastFiles = 3;

/** Those that stand in most files first. */
export function findClasses({ folder, files }: Corpus, most: number): readonly AskedClass[] {
  const texts = files.map((path) => [path, readFileSync(join(folder, path), 'utf8')] as const);
  const defined = new Map<string, Place[]>();
  for (const [path, text] of texts)
    for (const [index, line] of text.split('\n').entries()) {
      const name = /^class ([A-Z]\w{3,})/.exec(line)?.[1];
      if (name !== undefined)
        defined.set(name, [...(defined.get(name) ?? []), { path, line: index + 1, column: 7 }]);
    }
  return [...defined]
    .flatMap(([name, [definition, ...others]]) => {
      if (definition === undefined || others.length > 0) return [];
      const uses = texts.flatMap(([path, text]) =>
        path === definition.path
          ? []
          : scanName(text, name)
              .slice(0, 1)
              .map((at) => ({ path, ...at })),
      );
      const [use] = uses;
      return use === undefined || uses.length < leastFiles
        ? []
        : [{ name, definition, use, uses: uses.length }];
    })
    .sort((one, other) => other.uses - one.uses || (one.name < other.name ? -1 : 1))
    .slice(0, most);
}
