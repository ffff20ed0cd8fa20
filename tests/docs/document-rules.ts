// What must be true of the documents, as rules over a folder's content, so that each can be shown a document that breaks it.
import { posix } from 'node:path';

/** What a rule can look at: the documents, and whatever else they speak of. */
export interface Library {
  /** Path from the root of the repository to the text of every Markdown file. */
  readonly documents: ReadonlyMap<string, string>;
  readonly exists: (path: string) => boolean;
  readonly read: (path: string) => string;
}

type Problem = string;

/** Every relative link leads to a file that is there, and to a heading of it. */
export function linkProblems({ documents, exists, read }: Library): Problem[] {
  return eachLink(documents, (from, target) => {
    const [path = '', anchor] = target.split('#');
    const to = path === '' ? from : posix.join(posix.dirname(from), decodeURI(path));
    if (to.startsWith('..')) return `${from} links to ${target}, which is outside the repository`;
    if (!exists(to)) return `${from} links to ${target}, which does not exist`;
    if (anchor === undefined || !to.endsWith('.md') || anchorsOf(read(to)).includes(anchor)) return undefined;
    return `${from} links to ${target}, and ${to} has no such heading`;
  });
}

/** Every `make …` that a document mentions is a target. */
export function targetProblems({ documents, read }: Library): Problem[] {
  const targets = new Set([...read('Makefile').matchAll(/^([a-z][a-z-]*):/gm)].map(([, target]) => target));
  return [...documents].flatMap(([path, text]) =>
    [...text.matchAll(/(?:^|`|\$ )make ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)/gm)]
      .flatMap(([, words = '']) => words.split(' '))
      .filter((target) => !targets.has(target))
      .map((target) => `${path} mentions make ${target}, which is no target`),
  );
}

function eachLink(
  documents: ReadonlyMap<string, string>,
  look: (from: string, target: string) => Problem | undefined,
): Problem[] {
  return [...documents].flatMap(([from, text]) => {
    const prose = withoutCode(text);
    const inline = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)];
    const defined = [...prose.matchAll(/^\[[^\]]+\]:\s+<?([^\s>]+)>?/gm)];
    return [...inline, ...defined]
      .map(([, target = '']) => target)
      .filter((target) => !/^(?:[a-z]+:|\/\/)/i.test(target))
      .flatMap((target) => look(from, target) ?? []);
  });
}

function withoutCode(text: string): string {
  return text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, '`code`');
}

/** As GitHub makes them from headings, and those set by hand. */
function anchorsOf(text: string): string[] {
  const headings = [...text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(
    ([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
  );
  return [...headings, ...[...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id)];
}
