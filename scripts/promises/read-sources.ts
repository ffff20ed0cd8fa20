// The files of the repository in which promises may be named: everything but documents.
import { readFileSync } from 'node:fs';
import { listFiles } from '../list-files.js';

export function readSources(): ReadonlyMap<string, string> {
  const paths = listFiles(/\.(?:ts|js|py|sh|service)$|^Makefile$/);
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}
