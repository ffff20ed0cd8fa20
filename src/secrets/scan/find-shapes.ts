// What has the shape of a key: the recommended rules of secretlint. Its messages repeat what they found, so they are not used.
import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';

export interface ShapeFinding {
  readonly line: number;
  /** For people: `GITHUB_TOKEN`. */
  readonly kind: string;
}

// It measures its own time in every process: it keeps a mark of each step for good and searches all of them at the next one, which is
// most of the time of a scan, and ends the process where a path has a newline or `::end` in it.
secretLintProfiler.mark = (): void => undefined;

/** A line that ends in a comment `secretlint-disable-line` is left out, as secretlint has it. */
export async function findShapes(path: string, text: string): Promise<readonly ShapeFinding[]> {
  const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }];
  const { messages } = await lintSource({
    source: { filePath: path, content: text, contentType: 'text', ext: '' },
    options: { config: { rules }, maskSecrets: true, noPhysicFilePath: true },
  });
  return messages.map(({ loc, messageId }) => ({ line: loc.start.line, kind: messageId }));
}
