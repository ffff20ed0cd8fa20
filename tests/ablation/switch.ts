// What can be dropped from a copy of the package: a layer, or one flag of it, as edits of its files. Pure data; there is no such
// switch in the package itself.
import type { LayerName } from '../../src/verify/layers.js';

/** Stands exactly once in a file of the built package, or the table has rotted. */
export interface Edit {
  /** Below the package: `dist/…` or `guest/…`. */
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

export interface Switch {
  /** A layer's name where all of it is dropped; `layer/flag` where one flag is. */
  readonly name: string;
  readonly layer: LayerName;
  /** What is missing then, for a person. */
  readonly what: string;
  readonly edits: readonly Edit[];
  /** Who the gateway is in the pen: an ordinary user, unless only root has such a layer. */
  readonly as?: 'root';
  /** Without these it could not be dropped: nothing would start. */
  readonly needs?: readonly string[];
  /** Why nobody can notice, where that is so: something else keeps the same, and cannot be dropped. */
  readonly unseen?: string;
  /** It shows in a workspace, so one is looked at as well. */
  readonly shows?: 'in a workspace';
  /** A machine without control groups, as most ordinary users have. */
  readonly groups?: 'none';
}

export const edit = (file: string, find: string, put: string): Edit => ({ file, find, put });

/** Edits of one file, as pairs of what stands there and what is put in its place. */
export const editsOf = (file: string, ...pairs: readonly (readonly [string, string])[]): readonly Edit[] =>
  pairs.map(([find, put]) => ({ file, find, put }));
