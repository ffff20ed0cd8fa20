// What a run or a call writes to both of its streams together, against what it may write.

export interface OutputCount {
  /** Told the length of each chunk. */
  readonly add: (length: number) => void;
  /** Resolves when it was too much. */
  readonly overflowed: Promise<void>;
}

/** @param onOverflow called with each chunk beyond the most */
export function countOutput(mostBytes: number, onOverflow: () => void = () => undefined): OutputCount {
  let bytes = 0;
  let overflow: () => void = () => undefined;
  const overflowed = new Promise<void>((resolve) => {
    overflow = resolve;
  });
  const add = (length: number): void => {
    bytes += length;
    if (bytes <= mostBytes) return;
    overflow();
    onOverflow();
  };
  return { add, overflowed };
}
