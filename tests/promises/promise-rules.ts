// What must be true of promises, as rules over a folder's files, so that each can be shown one that breaks it.
import { readProof } from '../../scripts/promises/read-proof.js';
import type { Evidence, Sources } from '../../scripts/promises/collect-evidence.js';
import { type PromiseId, type PromiseRecord, promiseIds, promises } from '../../src/core/promises.js';

type Problem = string;

const areas = [...new Set(promiseIds.map((id) => id.split('.')[0]))].join('|');
/** As ids of promises stand in comments: at the beginning of one, before a colon, or by themselves in brackets. */
const marked = [
  new RegExp(`(?:^|[\\s"])(?://|#|\\*|/\\*\\*|""")\\s*((?:(?:${areas})\\.[a-z]+[ ,]*)+):`, 'gm'),
  new RegExp(`(?:^|[\\s])(?://|#|\\*|/\\*\\*)\\s.*[(]((?:${areas})\\.[a-z]+)[):]`, 'gm'),
] as const;

/** Whatever reads as the id of a promise in a comment, or after `Proves:`, is one. */
export function unknownPromises(sources: Sources): Problem[] {
  return [...sources].flatMap(([path, text]) => {
    const inComments = marked.flatMap((pattern) =>
      [...text.matchAll(pattern)].flatMap(([, ids = '']) => ids.split(/[ ,]+/)),
    );
    const proved = path.endsWith('.test.ts') ? (readProof(text)?.ids ?? []) : [];
    const unknown = new Set([...inComments, ...proved].filter((id) => id !== '' && !isPromise(id)));
    return [...unknown].map((id) => `${path} names ${id}, which is no promise of the design`);
  });
}

const isPromise = (id: string): boolean => promiseIds.some((known) => known === id);

/** A test that says what it proves says how, and in the form that can be read. */
export function unreadProofs(sources: Sources): Problem[] {
  return [...sources].flatMap(([path, text]) => {
    if (!path.endsWith('.test.ts') || !/^\/\/.*\bProves:/m.test(text)) return [];
    const proof = readProof(text);
    if (proof === null) return [`${path} says "Proves:" and names no promise behind it`];
    return proof.words === '' ? [`${path} does not say in a sentence what it proves`] : [];
  });
}

/** What is claimed is kept somewhere, proved somewhere and, where programs can put it to the test, attacked. */
export function unprovedClaims(
  evidence: ReadonlyMap<PromiseId, Evidence>,
  records: readonly PromiseRecord[] = promises,
): Problem[] {
  return records
    .filter(({ status }) => status === 'claimed')
    .flatMap(({ id, tried }) => {
      const { code, tests, attacks } = evidence.get(id as PromiseId) ?? { code: [], tests: [], attacks: [] };
      return [
        ...(code.length === 0 ? [`${id} is claimed, and no code says that it keeps it`] : []),
        ...(tests.length === 0 ? [`${id} is claimed, and no test says that it proves it`] : []),
        ...(tried === 'by guests' && attacks.length === 0
          ? [`${id} is claimed, and nothing attacks it`]
          : []),
      ];
    });
}

/** One id, one promise, and words that fit into a table. */
export function tableProblems(records: readonly PromiseRecord[]): Problem[] {
  const ids = records.map(({ id }) => id);
  return [
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id} is there twice`),
    ...ids.filter((id) => !/^[a-z]+\.[a-z]+$/.test(id)).map((id) => `${id} is no id`),
    ...records
      .filter(({ claim }) => claim === '' || /[|\n]|\.$/.test(claim))
      .map(({ id }) => `the claim of ${id} does not fit`),
  ];
}
