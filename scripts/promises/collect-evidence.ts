// Everything in the repository that speaks of a promise: code, tests, attacks. Pure: of files that were read.
import type { PromiseId } from '../../src/core/promises.js';
import { promiseIds } from '../../src/core/promises.js';
import { parseHeader } from '../../src/verify/parse-header.js';
import { readNamedPromises } from './read-named-promises.js';
import { readProof } from './read-proof.js';

export interface Place {
  /** From the root of the repository. */
  readonly path: string;
  /** What it says there; empty where nothing. */
  readonly words: string;
}

export interface Evidence {
  readonly code: readonly Place[];
  readonly tests: readonly Place[];
  readonly attacks: readonly Place[];
}

/** Path from the root to the text of every file that may speak of promises. */
export type Sources = ReadonlyMap<string, string>;

const table = 'src/core/promises.ts';
const isAttack = (path: string): boolean => /^hostile\/[a-z]+\/[^/]+\.py$/.test(path);
const isTest = (path: string): boolean =>
  /\.test\.ts$|\.test-support\.ts$|^tests\/|^guest\/tests\/|^bench\/|^scripts\/promises\//.test(path);

export function collectEvidence(sources: Sources): ReadonlyMap<PromiseId, Evidence> {
  const paths = [...sources.keys()].sort();
  const found = (list: readonly (Place & { readonly id: string })[], id: string): Place[] =>
    list.filter((one) => one.id === id).map(({ path, words }) => ({ path, words }));
  const code = paths
    .filter((path) => !isTest(path) && !path.startsWith('hostile/') && path !== table)
    .flatMap((path) => placesIn(path, sources.get(path) ?? ''));
  const tests = paths.filter((path) => path.endsWith('.test.ts')).flatMap((path) => proofsIn(path, sources));
  const attacks = paths.filter(isAttack).flatMap((path) => attacksIn(path, sources));
  return new Map(
    promiseIds.map((id) => [
      id,
      { code: found(code, id), tests: found(tests, id), attacks: found(attacks, id) },
    ]),
  );
}

/** Each promise once for a file, by what is said where it is named first. */
function placesIn(path: string, text: string): (Place & { readonly id: string })[] {
  const named = readNamedPromises(path, text, promiseIds);
  return promiseIds.flatMap((id) => {
    const first = named.find((one) => one.id === id);
    return first === undefined ? [] : [{ id, path, words: first.words }];
  });
}

function proofsIn(path: string, sources: Sources): (Place & { readonly id: string })[] {
  const proof = readProof(sources.get(path) ?? '');
  return proof?.ids.map((id) => ({ id, path, words: proof.words })) ?? [];
}

function attacksIn(path: string, sources: Sources): (Place & { readonly id: string })[] {
  const { promise, title, group } = parseHeader(sources.get(path) ?? '');
  // What must work inside is no attack.
  return group === 'innocent' ? [] : [{ id: promise, path, words: title }];
}
