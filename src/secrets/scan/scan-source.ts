// What is looked through: a file as it is on disk, as it is staged, or as it once was.

export interface ScanSource {
  /** From the top of the repository. */
  readonly path: string;
  /** Of git's object, where it is no file on disk. */
  readonly object: string | null;
  /** null where it is too large to be looked through. */
  readonly bytes: Buffer | null;
}

export const scanRanges = ['tree', 'staged', 'history'] as const;
export type ScanRange = (typeof scanRanges)[number];

/** Larger ones are said to be left out. */
export const mostScannedBytes = 32 * 1024 * 1024;
