// One requirement of a Python environment, as its file has it.

export interface Requirement {
  /** Of the file, from 1; where it begins. */
  readonly line: number;
  /** Normalised as PEP 503 has it. */
  readonly name: string;
  /** Normalised likewise. */
  readonly extras: readonly string[];
  /** As PEP 440 has it, without spaces; empty where any version will do. */
  readonly specifier: string;
  /** Where the specifier names exactly one; else null. */
  readonly version: string | null;
  /** SHA-256 of archives that will do: 64 hexadecimal digits each. */
  readonly hashes: readonly string[];
  /** PEP 508: when it counts; empty where always. */
  readonly marker: string;
}

/** Whose archives can be asked for as they are: nobody else's will do. */
export interface PinnedRequirement extends Requirement {
  readonly version: string;
}

export function isPinned(requirement: Requirement): requirement is PinnedRequirement {
  return requirement.version !== null && requirement.hashes.length > 0;
}
