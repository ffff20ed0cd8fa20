// The name of the environment of a script: of what is asked for, where it comes from and for which Python, so that whoever asks for the
// same finds the same.
import { createHash } from 'node:crypto';
import { type EnvironmentName, parseEnvironmentName } from '../../core/names.js';
import { scriptPrefix } from '../../core/script-environment.js';

export interface AskedFor {
  /** Normalised, sorted, none twice. */
  readonly lines: readonly string[];
  readonly index: string;
  readonly interpreter: string;
}

export function toScriptName(asked: AskedFor): EnvironmentName {
  const digest = createHash('sha256')
    .update(JSON.stringify([1, asked.lines, asked.index, asked.interpreter]))
    .digest('hex');
  return parseEnvironmentName(`${scriptPrefix}${digest.slice(0, 40)}`);
}
