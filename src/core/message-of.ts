// What was thrown, in words. Anything can be thrown, also what cannot be made a text. Pure.

/** Never throws. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  try {
    return String(thrown);
  } catch {
    return 'something that is no error was thrown';
  }
}
