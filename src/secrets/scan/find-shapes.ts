// What has the shape of a key: the recommended rules of secretlint. Its messages repeat what they found, so they are not used.
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';

export interface ShapeFinding {
  readonly line: number;
  /** For people: `GITHUB_TOKEN`. */
  readonly kind: string;
}

/** Its measuring of time ends the process where a path has a newline or `::end` in it. */
const odd = /[^\p{L}\p{N}._/ -]/gu;

/** A line that ends in a comment `secretlint-disable-line` is left out, as secretlint has it. */
export async function findShapes(path: string, text: string): Promise<readonly ShapeFinding[]> {
  const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }];
  const { messages } = await lintSource({
    source: { filePath: path.replace(odd, '_'), content: text, contentType: 'text', ext: '' },
    options: { config: { rules }, maskSecrets: true, noPhysicFilePath: true },
  });
  return messages.map(({ loc, messageId }) => ({ line: loc.start.line, kind: messageId }));
}
