// What is kept of one `pymcp verify --backend NAME --json`: which attacks were held, which not and what was seen, which nobody could try.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { backendNames } from '../../src/core/backend-names.js';

export const resultsFolder = 'docs/backends/results';

/** Who ran the gateway. With an engine of the user's own, which does not need root: what holds differs. */
const users = ['root', 'an ordinary user', 'an ordinary user with a rootless daemon'] as const;
const shortNames = { [users[0]]: 'root', [users[1]]: 'user', [users[2]]: 'rootless' } as const;

const head = {
  version: z.string(),
  machine: z.object({ kernel: z.string(), distribution: z.string().nullable(), architecture: z.string() }),
  backend: z.enum(backendNames),
  user: z.enum(users),
  started: z.iso.datetime(),
  seconds: z.number(),
};
const reportSchema = z.object({
  ...head,
  promises: z.array(
    z.object({
      attacks: z.array(
        z.object({
          name: z.string(),
          verdict: z.enum(['held', 'broke', 'unenforceable']),
          problems: z.array(z.string()),
        }),
      ),
    }),
  ),
});
const seen = z.record(z.string(), z.string());
const recordSchema = z.object({
  ...head,
  held: z.array(z.string()),
  broke: seen.describe('By name of the attack, what was seen first'),
  unenforceable: seen.describe('Likewise'),
});

export type BackendRecord = z.infer<typeof recordSchema>;

/**
 * @param report as `pymcp verify --json` prints it
 * @param isRootless whether the engine was the user's own, which a report does not say
 * @throws where it is no such report, or of some attacks only
 */
export function toRecord(report: unknown, isRootless: boolean): BackendRecord {
  const { promises, ...said } = reportSchema.parse(report);
  const rest = isRootless ? { ...said, user: users[2] } : said;
  const attacks = promises
    .flatMap((promise) => promise.attacks)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const seenOf = (wanted: string): Record<string, string> =>
    Object.fromEntries(
      attacks
        .filter(({ verdict }) => verdict === wanted)
        .map(({ name, problems }) => [name, toWords(problems[0] ?? '')]),
    );
  return {
    ...rest,
    held: attacks.filter(({ verdict }) => verdict === 'held').map(({ name }) => name),
    broke: seenOf('broke'),
    unenforceable: seenOf('unenforceable'),
  };
}

/** What an attack has printed may be anything. */
const toWords = (problem: string): string =>
  problem
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .slice(0, 200)
    .trim();

export const toShortUser = ({ user }: Pick<BackendRecord, 'user'>): string => shortNames[user];

export const toRecordName = (record: BackendRecord): string =>
  `${record.backend}-${toShortUser(record)}.json`;

/** All that are kept, those of the strongest backend first, of root before those of an ordinary user. */
export function readRecords(): readonly BackendRecord[] {
  const rank = ({ backend, user }: BackendRecord): number =>
    users.length * backendNames.indexOf(backend) + users.indexOf(user);
  return readdirSync(resultsFolder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => recordSchema.parse(JSON.parse(readFileSync(join(resultsFolder, name), 'utf8'))))
    .sort((one, other) => rank(one) - rank(other));
}
