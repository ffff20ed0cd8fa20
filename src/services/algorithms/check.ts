// What was found out about a function besides its cost, such as whether it agrees with its siblings. Name and detail are the guest's
// word.

export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed' | 'unknown';
  readonly detail: string;
}
