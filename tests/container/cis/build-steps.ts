// The steps of a Containerfile: verb and words, comments left out and continued lines joined.
export interface BuildStep {
  /** In capitals. */
  readonly verb: string;
  readonly words: string;
}

export function buildSteps(text: string): BuildStep[] {
  return text
    .split('\n')
    .filter((line) => !/^\s*(?:#|$)/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .flatMap((line) => {
      const [, verb, words] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
      return verb === undefined || words === undefined ? [] : [{ verb: verb.toUpperCase(), words }];
    });
}
