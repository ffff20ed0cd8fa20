// A Python environment that a person has made: what stands in its record, and so what every part of the program knows of it.
import type { EnvironmentName } from './names.js';

/** A wheel, or a source archive that was built by permission, that an environment is made of. */
export interface EnvironmentPackage {
  /** Normalised as PEP 503 has it. */
  readonly name: string;
  readonly version: string;
  /** Of the archive that was downloaded: 64 hexadecimal digits. */
  readonly sha256: string;
  /** As the index names it. */
  readonly file: string;
  readonly kind: 'wheel' | 'source';
}

export interface EnvironmentRecord {
  readonly format: 1;
  readonly name: EnvironmentName;
  /** SHA-256 of the tree (paths, modes, bytes, links), which is also the name of its folder: 64 hexadecimal digits. */
  readonly content: string;
  /** Absolute path of the Python of the machine that it was made for. */
  readonly python: string;
  /** Such as 3.11.2. */
  readonly pythonVersion: string;
  /** Modules that its template imports once. */
  readonly preload: readonly string[];
  readonly packages: readonly EnvironmentPackage[];
  /** Address of the one index that its archives came from. */
  readonly index: string;
  /** RFC 3339, UTC. */
  readonly created: string;
}
