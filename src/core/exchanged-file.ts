// Files that go into a run with the request and come out of it with the result. Pure.

/** A file that a client gives: put below the program's working folder before it starts. */
export interface InputFile {
  /** Relative, slash-separated, as src/core/contained-path.ts has it. */
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

/** What a gateway holds of one run's files and figures is bounded by these. */
export const exchangeLimits = {
  /** In each direction. */
  fileBytes: 4 * MiB,
  totalBytes: 8 * MiB,
  inputFiles: 64,
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
