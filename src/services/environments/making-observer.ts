// What the making of an environment tells of itself while it is under way.

export type MakingStep =
  'waiting' | 'resolving' | 'downloading' | 'building' | 'unpacking' | 'checking' | 'importing' | 'placing';

export interface MakingObserver {
  readonly onStep: (step: MakingStep) => void;
  /** The n-th package of all, `name==version`. */
  readonly onPackage: (text: string, place: number, of: number) => void;
  /** Of the archive that is being downloaded; null where the index does not say how many there are. */
  readonly onBytes: (done: number, of: number | null) => void;
  /** What a person should know, a sentence. */
  readonly onNote: (text: string) => void;
}
