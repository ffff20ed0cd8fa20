// One thing that was looked at, and what is to be done about it.

/**
 * `current`: nothing to do. `outdated`: something is to be done. `unknown`: could not be told, and `fix` says how it can be. `note`: worth
 * knowing, and no reason to do anything.
 */
export type UpdateState = 'current' | 'outdated' | 'unknown' | 'note';

export interface UpdateCheck {
  /** In kebab-case. Stable: scripts rely on it. There may be several of one name. */
  readonly name: string;
  readonly state: UpdateState;
  /** What was found, and what is known of it. */
  readonly detail: string;
  /** The commands or steps, one a line; null where there is nothing to do. */
  readonly fix: string | null;
}

/** What is outdated is told even where something else could not be. */
export type Verdict = 'current' | 'outdated' | 'unknown';

export function toVerdict(checks: readonly UpdateCheck[]): Verdict {
  const has = (state: UpdateState): boolean => checks.some((check) => check.state === state);
  if (has('outdated')) return 'outdated';
  return has('unknown') ? 'unknown' : 'current';
}
