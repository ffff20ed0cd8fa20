// A package of which the version and the archive are known.
import type { EnvironmentPackage } from '../../core/environment-record.js';

export interface ResolvedPackage extends EnvironmentPackage {
  /** Asked for with it, normalised. */
  readonly extras: readonly string[];
}
