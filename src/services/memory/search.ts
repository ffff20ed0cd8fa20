// Search with ranking: a name that is the query comes first, then names that begin with it; among the others an entity is better
// the more of the words it has, the rarer they are, the nearer to each other and to its name.
// SQLite's own bm25 reads every row that matches, 270 ms where 100,000 do; here each word reads its newest rows only.
import type { Connection } from './connection.js';
import { findNamed, findWords, fold, type Found, isShort, mostRows } from './find-rows.js';

export interface Hits {
  /** Of entities, the best first. */
  readonly ids: readonly number[];
  /** That match and are left out: at least so many. */
  readonly left: number;
  /** Observations that have a word of the query. */
  readonly observations: ReadonlySet<number>;
}

interface Score {
  /** 2: its name is the query; 1: its name begins so. */
  tier: number;
  words: number;
  weight: number;
}

const mostWords = 8;
/** Of a word, and of the whole query where it is looked for as such: what is longer is known by its beginning. */
const mostCharacters = 1_000;
const mostEntities = 20;
/** Of a word in an observation, in a name or a type, and in a name that begins with it or is it. */
const weights = { observed: 1, named: 4, begins: 5, is: 6 } as const;
/** Of words that stand in one text, more where they stand there as in the query. */
const together = { words: 3, phrase: 6 } as const;

/** Whatever the query is: no character of it has a meaning. An empty one finds everything, the newest first. */
export function search(connection: Connection, query: string): Hits {
  const words = toWords(query);
  if (words.length === 0) return findNewest(connection);
  const scores = new Scores();
  const phrase = clean(query.trim().slice(0, mostCharacters)).trim();
  scores.addTiers(findNamed(connection, phrase), fold(phrase));
  for (const word of words) scores.addWord(findWords(connection, [word]), fold(word));
  const long = words.filter((word) => !isShort(word));
  if (long.length > 1) scores.addTogether(findWords(connection, long), together.words);
  if (/\s/u.test(phrase)) scores.addTogether(findWords(connection, [phrase]), together.phrase);
  return scores.toHits();
}

class Scores {
  readonly #scores = new Map<number, Score>();
  readonly #observations = new Set<number>();

  addTiers(names: Found['names'], phrase: string): void {
    for (const { entity, name } of names) this.#of(entity).tier = fold(name) === phrase ? 2 : 1;
  }

  addWord({ names, observations }: Found, word: string): void {
    const best = new Map<number, number>();
    for (const { entity } of observations) best.set(entity, weights.observed);
    for (const { entity, name } of names) best.set(entity, weigh(fold(name), word));
    const rarity = Math.log(2 + mostRows / (1 + names.length + observations.length));
    for (const [entity, weight] of best) {
      const score = this.#of(entity);
      score.words += 1;
      score.weight += rarity * weight;
    }
    for (const { observation } of observations) this.#observations.add(observation);
  }

  addTogether({ names, observations }: Found, bonus: number): void {
    const found = new Set([...names, ...observations].map(({ entity }) => entity));
    for (const entity of found) this.#of(entity).weight += bonus;
    for (const { observation } of observations) this.#observations.add(observation);
  }

  toHits(): Hits {
    const ids = [...this.#scores]
      .sort(
        ([one, a], [other, b]) => b.tier - a.tier || b.words - a.words || b.weight - a.weight || one - other,
      )
      .map(([id]) => id);
    return {
      ids: ids.slice(0, mostEntities),
      left: Math.max(0, ids.length - mostEntities),
      observations: this.#observations,
    };
  }

  #of(entity: number): Score {
    const score = this.#scores.get(entity) ?? { tier: 0, words: 0, weight: 0 };
    this.#scores.set(entity, score);
    return score;
  }
}

function weigh(name: string, word: string): number {
  if (name === word) return weights.is;
  return name.startsWith(word) ? weights.begins : weights.named;
}

/**
 * Each once; where there are more than some, the longest. A single character beside longer words counts as a part of the whole query
 * alone: nearly every text has it.
 */
function toWords(query: string): readonly string[] {
  const all = clean(query)
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map((word) => word.slice(0, mostCharacters).toWellFormed());
  const words = [...new Map(all.map((word) => [fold(word), word])).values()];
  const longer = words.filter((word) => word.length > 1);
  const counted = longer.length > 0 ? longer : words;
  if (counted.length <= mostWords) return counted;
  return [...counted].sort((one, other) => other.length - one.length).slice(0, mostWords);
}

/** Nothing that is stored has a NUL or half a character. */
function clean(query: string): string {
  return query.toWellFormed().replaceAll('\0', ' ');
}

function findNewest(connection: Connection): Hits {
  const rows = connection.all(`select id from entities order by id desc limit ${mostEntities}`);
  const all = connection.get("select number from counts where kind = 'entities'");
  return {
    ids: rows.map(({ id }) => Number(id)),
    left: Math.max(0, Number(all?.['number'] ?? 0) - rows.length),
    observations: new Set(),
  };
}
