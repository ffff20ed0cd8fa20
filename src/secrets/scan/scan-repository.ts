// secret.uncommitted: looks for what must not be in a repository: files of secrets, what has the shape of a key, and the values of
// secrets that this user has, in every encoding. A finding says where, never what.
import { basename } from 'node:path';
import type { KnownSecret } from '../redact/compile-redactor.js';
import { compileFinder } from './find-known.js';
import { findShapes } from './find-shapes.js';
import { listSources } from './list-sources.js';
import type { ScanRange, ScanSource } from './scan-source.js';

export interface ScanFinding {
  readonly path: string;
  readonly line: number;
  readonly object: string | null;
  /** Follows the place in a sentence. */
  readonly what: string;
}

export interface ScanReport {
  readonly findings: readonly ScanFinding[];
  readonly scanned: number;
  /** Too large, or not readable. */
  readonly leftOut: readonly string[];
  readonly notLookedFor: readonly { readonly name: string; readonly why: string }[];
}

/** Templates are there to be committed. */
const template = /\.(?:example|sample|template|dist|defaults?)$/i;
const environmentFile = /^\.env(?:\..+|rc)?$/i;
const binarySample = 8000;

/** @param top of the repository @throws PymcpError `secret.scan-failed` */
export async function scanRepository(
  top: string,
  range: ScanRange,
  known: readonly KnownSecret[],
): Promise<ScanReport> {
  const finder = compileFinder(known);
  const findings: ScanFinding[] = [];
  const leftOut: string[] = [];
  let scanned = 0;
  for await (const source of listSources(top, range)) {
    const add = (line: number, what: string): void => {
      findings.push({ path: source.path, line, object: source.object, what });
    };
    if (isSecretFile(source.path)) add(1, 'is a file for secrets');
    if (source.bytes === null) {
      leftOut.push(source.path);
      continue;
    }
    scanned += 1;
    for (const { name, line } of finder.find(source.bytes)) add(line, `has the value of ${name}`);
    for (const { line, kind } of await shapesIn(source, source.bytes))
      add(line, `looks like a secret (${kind})`);
  }
  return { findings, scanned, leftOut, notLookedFor: finder.uncovered };
}

function isSecretFile(path: string): boolean {
  const name = basename(path);
  return environmentFile.test(name) && !template.test(name);
}

/** The rules read text; in what is none they would find keys that nobody wrote. */
async function shapesIn(
  { path }: ScanSource,
  bytes: Buffer,
): Promise<readonly { readonly line: number; readonly kind: string }[]> {
  if (bytes.subarray(0, binarySample).includes(0)) return [];
  return findShapes(path, bytes.toString());
}
