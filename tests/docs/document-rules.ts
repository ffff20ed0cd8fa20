// What must be true of the documents, as rules over a folder's content, so that each can be shown a document that breaks it.
import { posix } from 'node:path';
import { promiseIds } from '../support/promises.js';

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

/** Every row of SECURITY.md that claims a promise names tests that exist and that name the promise. */
export function promiseProblems({ documents, exists, read }: Library): Problem[] {
  const rows = (documents.get('SECURITY.md') ?? '')
    .split('\n')
    .filter((line) => /^\|\s*(?:<a [^>]*><\/a>)?`/.test(line));
  const problems = rows.flatMap((row) => {
    const [first = '', ...cells] = row.split('|').slice(1, -1);
    const tests = [...cells.join('|').matchAll(/(?:src|tests|guest|scripts)\/[\w./-]+\.(?:ts|py)/g)].map(
      ([path]) => path,
    );
    return [...first.matchAll(/`([^`]+)`/g)].flatMap(([, id = '']) => claimProblems(id, tests, exists, read));
  });
  return rows.length === 0 ? ['SECURITY.md has no table of promises'] : problems;
}

function claimProblems(
  id: string,
  tests: readonly string[],
  exists: Library['exists'],
  read: Library['read'],
): Problem[] {
  if (!(promiseIds as readonly string[]).includes(id))
    return [`SECURITY.md claims ${id}, which is no promise of the design`];
  if (tests.length === 0) return [`SECURITY.md claims ${id} and names no test`];
  return tests.flatMap((test) => {
    if (!exists(test)) return [`SECURITY.md says ${test} proves ${id}; there is no such file`];
    return read(test).includes(id)
      ? []
      : [`SECURITY.md says ${test} proves ${id}, and the file does not name it`];
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

/** A comment that opens with the id of a promise (`// jail.kernel: …`) names one that there is. */
export function commentProblems(sources: ReadonlyMap<string, string>): Problem[] {
  const areas = [...new Set(promiseIds.map((id) => id.split('.')[0]))].join('|');
  const marked = new RegExp(`(?://|#|\\*)\\s*((?:(?:${areas})\\.[a-z]+[ ,]*)+):`, 'g');
  return [...sources].flatMap(([path, text]) =>
    [...text.matchAll(marked)]
      .flatMap(([, ids = '']) => ids.split(/[ ,]+/))
      .filter((id) => id !== '' && !(promiseIds as readonly string[]).includes(id))
      .map((id) => `${path} names ${id}, which is no promise of the design`),
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
