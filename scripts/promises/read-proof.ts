// What a test file says that it proves: `// Proves: jail.once, net.none. Two runs share nothing.` in its opening comment. Pure.

export interface Proof {
  readonly ids: readonly string[];
  /** What follows the ids, as one sentence; empty where nothing does. */
  readonly words: string;
}

/** Null where it says nothing of the kind. */
export function readProof(text: string): Proof | null {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  const comment = lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.replace(/^\/\/\s*/, ''))
    .join(' ');
  const [, list, rest = ''] = comment.match(/(?:^|\s)Proves: ((?:[a-z]+\.[a-z]+(?:, )?)+)(.*)$/) ?? [];
  if (list === undefined) return null;
  const ids = list.split(', ').filter((id) => id !== '');
  const words = rest.replace(/^[.,\s]+/, '');
  return { ids, words: words.match(/^.*?[^.]\.(?=\s|$)/)?.[0] ?? words };
}
