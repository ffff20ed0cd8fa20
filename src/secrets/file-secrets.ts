// The values of a file of NAME=value lines that is for its owner alone. fail.closed: a file that was named and cannot be read
// ends the start, since its values would come out unmasked.
import { parse } from 'dotenv';
import { PymcpError } from '../core/errors.js';
import { maxNameLength, parseSecretName, type SecretName } from '../core/names.js';
import { PrivateFile } from '../host/private-file.js';
import { UnsafeFileError } from '../host/unsafe-file-error.js';
import type { KnownSecret } from './redact/compile-redactor.js';
import type { SecretSource } from './secret-source.js';

const mostBytes = 1024 * 1024;
const line = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*([^\s"'`].*)$/gm;

export function fileSecrets(path: string): SecretSource {
  return {
    read: () => Promise.resolve().then(() => ({ secrets: parseSecrets(readText(path)), warnings: [] })),
  };
}

/**
 * What is meant by each line and, where there are no quotes and it is not the same, what stands behind `=`: some readers take a
 * `#` for the beginning of a comment, and some do not.
 */
export function parseSecrets(text: string): readonly KnownSecret[] {
  const meant = Object.entries(parse(text));
  const written = [...text.matchAll(line)].map(([, name = '', value = '']) => [name, value.trim()] as const);
  const values = new Map<string, SecretName>();
  for (const [name, value] of [...meant, ...written])
    if (value !== '' && !values.has(value)) values.set(value, toName(name));
  return [...values].map(([value, name]) => ({ name, value }));
}

/** For the mask: names of such files may have other characters than ours. */
function toName(text: string): SecretName {
  const name = text.replace(/[^a-zA-Z0-9_]/g, '_').slice(0, maxNameLength);
  return parseSecretName(name in Object.prototype ? `${name}_` : name);
}

function readText(path: string): string {
  try {
    const file = PrivateFile.open(path, 'read');
    if (file === null) throw refuse(path, 'is not there', 'check the path, or leave --redact-file out');
    try {
      if (file.size > mostBytes) throw refuse(path, `has more than ${mostBytes} bytes`, 'name another file');
      return file.readAt(0, file.size).toString('utf8');
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof PymcpError) throw error;
    if (error instanceof UnsafeFileError)
      throw new PymcpError(
        'secret.file-refused',
        `the file of secrets is not read: ${error.message}`,
        error.fix,
      );
    const why = error instanceof Error ? error.message : String(error);
    throw refuse(path, `cannot be read (${why})`, 'check its permissions');
  }
}

function refuse(path: string, why: string, hint: string): PymcpError {
  return new PymcpError('secret.file-refused', `the file of secrets ${path} ${why}`, hint);
}
