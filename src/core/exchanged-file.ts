// Files that go into a run with the request and come out of it with the result. Pure.

/** Bytes in a file of the gateway's own, which it removes when it needs the room or after a while. */
export interface StoredBytes {
  readonly length: number;
  /** Whether they have not been removed. */
  readonly isThere: boolean;
  /** Fewer than asked for at the end. Rejects where they were removed or cannot be read. */
  read(offset: number, length: number): Promise<Buffer>;
  /** Removes them: whoever was given them wants them no longer. */
  drop(): void;
}

/** A file that a client gives: put below the program's working folder before it starts. */
export interface InputFile {
  /** Relative, slash-separated, as src/core/contained-path.ts has it. */
  readonly path: string;
  readonly bytes: Buffer | StoredBytes;
}

/** Small content is held in memory, large content is not. */
export type OutputContent =
  | { readonly kind: 'memory'; readonly bytes: Buffer }
  | { readonly kind: 'stored'; readonly bytes: StoredBytes }
  /** `why` stands after "it". */
  | { readonly kind: 'left out'; readonly why: string };

/** A regular file that the program wrote below its scratch folder; path and content are the guest's word. */
export interface OutputFile {
  readonly path: string;
  readonly size: number;
  readonly content: OutputContent;
}

/** Takes what is too large to be held in memory. One for a gateway, bounded in all: what is oldest goes first. */
export interface Spool {
  /** Begins a file of about so many bytes. What cannot be stored is left out in the end: it never throws. */
  store(size: number): SpoolWriter;
}

export interface SpoolWriter {
  /** Resolves when it can take more; never rejects. More than was announced, where masks are longer, finds room or none. */
  write(chunk: Buffer): Promise<void>;
  /** After the last byte. Never rejects. */
  finish(): Promise<OutputContent>;
  /** Nothing of it is wanted any more, finished or not. */
  discard(): void;
}

/** All that came out of a run besides its value and its streams. */
export interface Artifacts {
  readonly files: readonly OutputFile[];
  /** Files that are not even listed: too many, or with a name that could mislead. */
  readonly filesOmitted: number;
  /** PNG of each figure, in the order in which they were shown or made. */
  readonly images: readonly Buffer[];
  readonly imagesOmitted: number;
  /** What shown values, such as DataFrames, look like as HTML, in their order. The guest's word: never to be trusted. */
  readonly html: readonly string[];
  readonly htmlOmitted: number;
}

export const noArtifacts = {
  files: [],
  filesOmitted: 0,
  images: [],
  imagesOmitted: 0,
  html: [],
  htmlOmitted: 0,
} as const satisfies Artifacts;

const MiB = 1024 * 1024;

/** What goes into a run and comes out of it is bounded by these. */
export const exchangeLimits = {
  inputFiles: 64,
  /** One file and all together: what the scratch folder takes beside the program, with room for the program to write. */
  inputBytes: 60 * MiB,
  /** One file that comes out: as much as the scratch folder holds. */
  fileBytes: 64 * MiB,
  /** All content that comes out; sparse files have more than the scratch folder holds. */
  totalBytes: 128 * MiB,
  /** Of one file, what the gateway holds in memory; more goes to a file of its own. */
  memoryBytes: 256 * 1024,
  /** With their content; the others are listed by path and size. */
  outputFiles: 32,
  listedFiles: 256,
  images: 8,
  imageBytes: MiB,
  /** Longest side, in pixels: clients scale down what is larger. */
  imagePixels: 1568,
  html: 8,
  htmlBytes: MiB,
} as const;
