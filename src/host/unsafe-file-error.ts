/** A file of ours that may not be trusted. `message` is a sentence that names it, without a period; `fix` is what to do. */
export class UnsafeFileError extends Error {
  override readonly name = 'UnsafeFileError';
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }
}
