// What callers name in a repository: paths, branches, commits. They go into addresses, so that nothing in them may lead elsewhere.
import { whyNotContained } from '../../core/contained-path.js';
import { PymcpError } from '../../core/errors.js';
import { showStart } from '../../core/show-start.js';

const mostRef = 255;

/** A path of a file; without the slashes around it, which people write. @throws PymcpError `input.argument-invalid` */
export function checkPath(path: string): string {
  const plain = path.replace(/^\/+|\/+$/g, '');
  const why = whyNotContained(plain);
  if (why === null) return plain;
  throw invalid('path', path, why, 'give a plain path from the top of the repository, such as src/main.py');
}

/** As checkPath; '' is the top of the repository. @throws PymcpError `input.argument-invalid` */
export function checkFolder(path: string): string {
  return /^[/.]*$/.test(path) && !path.includes('..') ? '' : checkPath(path);
}

/** A branch, a tag or a commit, by the rules of git-check-ref-format(1). @throws PymcpError `input.argument-invalid` */
export function checkRef(ref: string): string {
  const isOdd =
    ref === '' ||
    ref.length > mostRef ||
    !ref.isWellFormed() ||
    /[\p{Cc}\p{Cf}\s~^:?*[\\]/u.test(ref) ||
    /^[-/.]|[/.]$|\.lock$|\/\/|\.\.|\/\.|@\{/.test(ref);
  if (!isOdd) return ref;
  throw invalid('name of a branch, tag or commit', ref, 'is none of git', 'give one such as main or v1.2');
}

/** @throws PymcpError `input.argument-invalid` */
export function checkCommit(sha: string): string {
  if (/^[0-9a-f]{7,64}$/.test(sha)) return sha;
  return checkRef(sha);
}

function invalid(what: string, given: string, why: string, hint: string): PymcpError {
  return new PymcpError(
    'input.argument-invalid',
    `the ${what} ${JSON.stringify(showStart(given, 120))} ${why}`,
    hint,
  );
}
