// What went wrong, in one line of a table.

export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().replaceAll(/\s+/g, ' ').slice(0, 300);
}
