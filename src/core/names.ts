// name.valid: names of algorithms, sessions, secrets, servers, environments and tokens.
import { showStart } from './show-start.js';
import { PymcpError } from './errors.js';

declare const checked: unique symbol;
type Name<Kind extends string> = string & { readonly [checked]: Kind };

export type EnvironmentName = Name<'environment'>;
export type SessionId = Name<'session'>;
export type TokenName = Name<'token'>;
export type ServerName = Name<'server'>;
export type SecretName = Name<'secret'>;
export type AlgorithmName = Name<'algorithm'>;

export const maxNameLength = 64;
export const namePattern = /^[a-zA-Z0-9_]+$/;

/**
 * A name that matches `^[a-zA-Z0-9_]+$` as a whole, is at most 64 characters long, and is no property that every
 * JavaScript object has.
 * @throws PymcpError `input.name-invalid`
 */
export function parseEnvironmentName(text: string): EnvironmentName {
  return parseName('environment', text) as EnvironmentName;
}

/** As an environment's name. @throws PymcpError `input.name-invalid` */
export function parseSessionId(text: string): SessionId {
  return parseName('session', text) as SessionId;
}

/** As an environment's name. @throws PymcpError `input.name-invalid` */
export function parseTokenName(text: string): TokenName {
  return parseName('token', text) as TokenName;
}

/** As an environment's name; of a server in the settings of a client. @throws PymcpError `input.name-invalid` */
export function parseServerName(text: string): ServerName {
  return parseName('server', text) as ServerName;
}

/** As an environment's name. @throws PymcpError `input.name-invalid` */
export function parseSecretName(text: string): SecretName {
  return parseName('secret', text) as SecretName;
}

/** As an environment's name; of a file `algorithms/NAME.py`. @throws PymcpError `input.name-invalid` */
export function parseAlgorithmName(text: string): AlgorithmName {
  return parseName('algorithm', text) as AlgorithmName;
}

function parseName(kind: string, text: string): string {
  const refuse = (why: string): never => {
    throw new PymcpError(
      'input.name-invalid',
      `the ${kind} name ${JSON.stringify(showStart(text, 80))} ${why}`,
      `use 1 to ${maxNameLength} letters, digits and underscores`,
    );
  };
  // `$` would also match before a trailing newline in other engines; JavaScript's does not without the m flag.
  if (!namePattern.test(text)) refuse('has characters other than letters, digits and underscores');
  if (text.length > maxNameLength) refuse(`has ${text.length} characters`);
  if (text in Object.prototype) refuse('is reserved');
  return text;
}
