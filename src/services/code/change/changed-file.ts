// A file before and after a change.
export interface ChangedFile {
  /** Relative to the workspace. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}
