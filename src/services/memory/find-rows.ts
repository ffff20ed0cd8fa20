// What of a memory has some text: names and types of entities, and observations, the newest first and no more than some.
// No character of the text has a meaning.
import type { Connection } from './connection.js';

export const mostRows = 500;
/** So many of the newest observations are asked first for a word that is too short for the index. */
const newestRows = 2_000;
const mostTrigrams = 2_000;

export interface FoundName {
  readonly entity: number;
  readonly name: string;
}

export interface FoundObservation {
  readonly entity: number;
  readonly observation: number;
}

export interface Found {
  readonly names: readonly FoundName[];
  readonly observations: readonly FoundObservation[];
}

/** @param words all of which stand in each of what is found; an end of a line stands in none */
export function findWords(connection: Connection, words: readonly string[]): Found {
  const long = words.filter((word) => !isShort(word));
  if (long.length === words.length) return findIndexed(connection, long.map(quote).join(' AND '));
  const [word] = words;
  return words.length === 1 && word !== undefined
    ? findShort(connection, word)
    : { names: [], observations: [] };
}

/** With this name, whatever the case of its letters from A to Z, and with names that begin so. */
export function findNamed(connection: Connection, name: string): readonly FoundName[] {
  return toNames(
    connection.list(
      'id, name',
      `(select id, name from entities where name = ?1 collate nocase union
        select * from (select id, name from entities
          where name collate nocase >= ?1 and name collate nocase < ?1 || char(1114111) limit ${mostRows}))`,
      name,
    ),
  );
}

/** The index knows what has three characters or more. */
export function isShort(word: string): boolean {
  return Array.from(word).length < 3;
}

/** A word that many have is found among the newest; one that few have has few trigrams, of which there is a list. */
function findShort(connection: Connection, word: string): Found {
  const pattern = `%${word.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const newest = connection.list(
    'entity, id',
    `(select entity, id from (select * from observations order by id desc limit ${newestRows})
       where content like ? escape '\\' limit ${mostRows})`,
    pattern,
  );
  if (newest.length === mostRows)
    return { names: findLike(connection, pattern), observations: toObservations(newest) };
  const trigrams = connection.list(
    'term',
    `(select term from trigrams where term >= ?1 and term < ?1 || char(1114111) limit ${mostTrigrams})`,
    fold(word),
  );
  if (trigrams.length === 0) return { names: [], observations: [] };
  return findIndexed(connection, trigrams.map(([trigram]) => quote(String(trigram))).join(' OR '));
}

function findLike(connection: Connection, pattern: string): readonly FoundName[] {
  return toNames(
    connection.list(
      'id, name',
      `(select id, name from entities where name like ?1 escape '\\' or type like ?1 escape '\\'
         order by id desc limit ${mostRows})`,
      pattern,
    ),
  );
}

function findIndexed(connection: Connection, matching: string): Found {
  const observations = connection.list(
    'observations.entity, observations.id',
    `(select rowid as row from texts where texts match ? and rowid > 0 order by rowid desc limit ${mostRows})
       join observations on observations.id = row`,
    matching,
  );
  return { names: findIndexedNames(connection, matching), observations: toObservations(observations) };
}

function findIndexedNames(connection: Connection, matching: string): readonly FoundName[] {
  return toNames(
    connection.list(
      'entities.id, entities.name',
      `(select rowid as row from texts where texts match ? and rowid < 0 order by rowid limit ${mostRows})
         join entities on entities.id = -row`,
      matching,
    ),
  );
}

function toNames(rows: readonly unknown[][]): readonly FoundName[] {
  return rows.map(([entity, name]) => ({ entity: Number(entity), name: String(name) }));
}

function toObservations(rows: readonly unknown[][]): readonly FoundObservation[] {
  return rows.map(([entity, observation]) => ({ entity: Number(entity), observation: Number(observation) }));
}

function quote(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}

/** As the index has its trigrams. */
export function fold(text: string): string {
  return text.toLowerCase();
}
