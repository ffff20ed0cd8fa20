// What `pymcp analyze NAME|FILE|-` analyses: an algorithm by its name, a file by its path, or what comes on standard input.
import { basename } from 'node:path';
import { PymcpError } from '../../core/errors.js';
import { parseAlgorithmName } from '../../core/names.js';
import { readRegularFile } from '../../host/files.js';
import type { AlgorithmSource } from '../../services/algorithms/analysis-program.js';
import { algorithmsFolder, findAlgorithm, toAlgorithmPath } from '../find-algorithm.js';
import { readProgram } from '../read-program.js';

export interface ChosenSource {
  readonly source: Extract<AlgorithmSource, { kind: 'code' }>;
  /** The words that choose it again. */
  readonly words: readonly string[];
  /** Of the file; null where it came on standard input. */
  readonly path: string | null;
}

/** No module of the standard library is called so. */
const givenName = 'given_code';
const mostBytes = 1;

/**
 * A path has a slash and ends in .py; what has none is a name, and a file of this folder only where there is no such algorithm.
 * @throws PymcpError `input.name-invalid`, `algorithm.unknown`, and as `readProgram`
 */
export async function chooseSource(folder: string, text: string): Promise<ChosenSource> {
  if (text === '-') {
    const code = await readProgram('-');
    return { source: { kind: 'code', name: givenName, code }, words: ['-'], path: null };
  }
  if (await isFile(folder, text)) {
    const source = { kind: 'code', name: toModuleName(text), code: await readProgram(text) } as const;
    return { source, words: [text], path: text };
  }
  const source = await findAlgorithm(folder, text);
  const words = [source.name, ...(folder === algorithmsFolder ? [] : ['--folder', folder])];
  return { source, words, path: toAlgorithmPath(folder, source.name) };
}

async function isFile(folder: string, text: string): Promise<boolean> {
  if (!text.endsWith('.py')) return false;
  if (text.includes('/')) return true;
  return !(await isThere(`${folder}/${text}`)) && (await isThere(text));
}

/** Too large is there, too. */
async function isThere(path: string): Promise<boolean> {
  return readRegularFile(path, mostBytes).then(
    ({ kind }) => kind !== 'not-regular',
    () => false,
  );
}

/** What is no name is made one: a module is called like its file. */
function toModuleName(path: string): string {
  const plain = basename(path, '.py').replaceAll(/\W/g, '_').slice(0, 64);
  try {
    return parseAlgorithmName(plain);
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    return givenName;
  }
}
