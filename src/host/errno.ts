// Which failure of the system an error stands for (errno(3)).

/** Its name (`EACCES`), or `unknown`. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}

/** Whether it is one of these. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(errnoOf(error));
}
