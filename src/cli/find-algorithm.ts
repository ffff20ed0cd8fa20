// name.valid path.contained: the algorithm of a name is `FOLDER/NAME.py` and nothing else; who has misspelt it is told what there is.
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { nearestName } from '../core/nearest-name.js';
import { type AlgorithmName, parseAlgorithmName } from '../core/names.js';
import { readdir } from '../host/files.js';
import type { AlgorithmSource } from '../services/algorithms/analysis-program.js';
import { readProgram } from './read-program.js';

export const algorithmsFolder = 'algorithms';
const mostShown = 20;

/** @throws PymcpError `input.name-invalid`, `algorithm.unknown`, and as `readProgram` */
export async function findAlgorithm(
  folder: string,
  text: string,
): Promise<Extract<AlgorithmSource, { kind: 'code' }>> {
  // People complete the path of the file; the name is what is between the folder and the ending.
  const name = parseAlgorithmName(text.endsWith('.py') ? text.slice(0, -'.py'.length) : text);
  const known = await listAlgorithms(folder);
  if (!known.includes(name)) throw unknown(folder, name, known);
  return { kind: 'code', name, code: await readProgram(toAlgorithmPath(folder, name)) };
}

export function toAlgorithmPath(folder: string, name: string): string {
  return join(folder, `${name}.py`);
}

/** In the order of their names; none where there is no such folder. */
export async function listAlgorithms(folder: string): Promise<readonly AlgorithmName[]> {
  const files = await readdir(folder).catch(() => []);
  return files
    .filter((file) => /^[a-zA-Z0-9_]+\.py$/.test(file) && !file.startsWith('__'))
    .map((file) => parseAlgorithmName(file.slice(0, -'.py'.length)))
    .sort();
}

function unknown(folder: string, name: string, known: readonly string[]): PymcpError {
  const near = nearestName(name, known);
  const shown = known.slice(0, mostShown).join(', ');
  const hint =
    known.length === 0
      ? `put it in ${folder}/${name}.py, or name its folder with --folder`
      : `${near === null ? 'there are' : `did you mean ${near}? There are`} ${shown}`;
  return new PymcpError('algorithm.unknown', `there is no ${folder}/${name}.py`, hint);
}
