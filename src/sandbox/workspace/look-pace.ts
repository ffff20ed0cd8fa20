// How soon a workspace is looked at again.

/**
 * `often`: its folders stay open until something has changed, for a quick look the next time. Never so around a run: what that makes
 * would be the gateway's to hold.
 */
export type LookPace = 'once' | 'often';
