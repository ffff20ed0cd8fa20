// What a caller wants analysed, found: an algorithm by its name, a file of the workspace, or code in the call. Exactly one of them.
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import { parseCode } from '../../core/execution-request.js';
import { showStart } from '../../core/show-start.js';
import type { AlgorithmFiles } from './algorithm-files.js';
import type { AlgorithmSource } from './analysis-program.js';

export interface WantedSource {
  /** Of `algorithms/NAME.py`. */
  readonly name?: string | undefined;
  readonly path?: string | undefined;
  readonly code?: string | undefined;
}

/** Of code in a call: no module of the standard library is called so. */
const givenName = 'given_code';

/**
 * @param files null where there is no workspace
 * @throws PymcpError `input.argument-invalid`, `input.code-empty`, …, `input.name-invalid`, `algorithm.unknown`, `files.refused`
 */
export async function findSource(
  files: AlgorithmFiles | null,
  caller: Caller,
  { name, path, code }: WantedSource,
): Promise<AlgorithmSource> {
  const given = [name, path, code].filter((one) => one !== undefined);
  if (given.length !== 1) throw notOne(given.length);
  if (code !== undefined) return { kind: 'code', name: givenName, code: parseCode(code) };
  if (files === null) throw noWorkspace(name ?? path ?? '');
  return name === undefined ? files.byPath(caller, path ?? '') : files.byName(caller, name);
}

function notOne(count: number): PymcpError {
  return new PymcpError(
    'input.argument-invalid',
    `${count === 0 ? 'none' : String(count)} of name, path and code ${count < 2 ? 'was' : 'were'} given`,
    'give exactly one: name of algorithms/NAME.py, path of a file of the workspace, or code',
  );
}

function noWorkspace(what: string): PymcpError {
  return new PymcpError(
    'input.argument-invalid',
    `this server shows no workspace, so ${JSON.stringify(showStart(what, 80))} cannot be looked up`,
    'give code, or start pymcp with --workspace DIR',
  );
}
