// One program to run, checked. Pure rules: what is refused here never reaches a jail.
import { PymcpError } from './errors.js';
import type { InputFile, Spool } from './exchanged-file.js';
import type { Origin } from './execution-journal.js';
import { type Limits, maxCodeBytes } from './limits.js';
import type { EnvironmentName } from './names.js';
import type { NetworkGrant } from './network.js';
import type { SecretRedactor } from './secret-redactor.js';

export interface ExecutionRequest {
  /** Python source, at most `maxCodeBytes` of UTF-8, without NUL. */
  readonly code: string;
  /** What tracebacks call the program: a plain file name. */
  readonly fileName: string;
  readonly environment: EnvironmentName;
  readonly limits: Limits;
  /** Put below the working folder before the program starts. */
  readonly files?: readonly InputFile[];
  /** Where large files that come out are put; without it they are left out. */
  readonly spool?: Spool;
  /** secret.unlogged: what comes out goes through it before anything is kept or told; without it nothing is secret. */
  readonly redactor?: SecretRedactor;
  /** net.none: what it may reach; without it there is no way out of the sandbox. */
  readonly network?: NetworkGrant;
  /** Who asks, for the audit log; the gateway itself where it is left out. */
  readonly origin?: Origin;
}

/**
 * The code as given, where it can be run.
 * @throws PymcpError `input.code-empty`, `input.code-nul`, `input.code-encoding`, `input.code-too-large`
 */
export function parseCode(code: string): string {
  if (code.trim() === '') {
    throw new PymcpError('input.code-empty', 'the program is empty', 'give at least one Python statement');
  }
  const nul = code.indexOf('\0');
  if (nul !== -1) {
    throw new PymcpError(
      'input.code-nul',
      `the program has a NUL byte at position ${nul}`,
      'Python source cannot hold NUL bytes; write "\\0" in a string literal instead',
    );
  }
  if (!code.isWellFormed()) {
    throw new PymcpError(
      'input.code-encoding',
      'the program has half of a surrogate pair, which UTF-8 cannot carry',
      'write it as an escape in a string literal, such as "\\ud800"',
    );
  }
  const bytes = Buffer.byteLength(code);
  if (bytes > maxCodeBytes) {
    throw new PymcpError(
      'input.code-too-large',
      `the program has ${bytes} bytes, more than the ${maxCodeBytes} that are accepted`,
      'put data in a file that the program reads, or split the program',
    );
  }
  return code;
}

const plainFileName = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;

/** The last part of a path where it is a plain name, else `main.py`: it is used inside the jail only. */
export function toGuestFileName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return plainFileName.test(name) ? name : 'main.py';
}
