// Files that go into a run with the request and come out of it with the result. Pure.

/** A file that a client gives: put below the program's working folder before it starts. */
export interface InputFile {
  /** Relative, slash-separated, without `.`, `..`, NUL or empty parts. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** A regular file that the program wrote below its scratch folder; path and content are the guest's word. */
export interface OutputFile {
  readonly path: string;
  readonly size: number;
  /** null where the size or count caps left it out. */
  readonly bytes: Buffer | null;
}
