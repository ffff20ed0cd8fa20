// What is to be looked through. Of the tree: what git has or would take; what it ignores cannot be committed.
import { join } from 'node:path';
import { inspectPath, readRegularFile } from '../../host/files.js';
import { listGit, streamGit } from './git-stream.js';
import { readObjects } from './read-objects.js';
import { mostScannedBytes, type ScanRange, type ScanSource } from './scan-source.js';

/** @param top of the repository @throws PymcpError `secret.scan-failed` */
export function listSources(top: string, range: ScanRange): AsyncGenerator<ScanSource, void> {
  switch (range) {
    case 'tree':
      return listTree(top);
    case 'staged':
      return listStaged(top);
    case 'history':
      return listHistory(top);
  }
}

async function* listTree(top: string): AsyncGenerator<ScanSource, void> {
  const paths = await listGit(top, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  for (const path of new Set(paths)) {
    const whole = join(top, path);
    // Of a link git keeps where it leads to, not what is there.
    const status = await inspectPath(whole);
    if (status === null || status.isLink || status.isFolder) continue;
    const file = await readRegularFile(whole, mostScannedBytes).catch(() => null);
    if (file?.kind === 'read') yield { path, object: null, bytes: file.bytes };
    else if (file?.kind !== 'not-regular') yield { path, object: null, bytes: null };
  }
}

async function* listStaged(top: string): AsyncGenerator<ScanSource, void> {
  const words = await listGit(top, ['diff', '--cached', '--raw', '-z', '--no-abbrev', '--no-renames']);
  const paths = new Map<string, string[]>();
  for (let index = 0; index + 1 < words.length; index += 2) {
    // `:100644 100644 OLD NEW M`; a mode of 000000 is no file any more, one of 160000 another repository.
    const [, mode = '', , id = ''] = (words[index] ?? '').split(' ');
    if (mode !== '000000' && mode !== '160000')
      paths.set(id, [...(paths.get(id) ?? []), words[index + 1] ?? '']);
  }
  yield* readPaths(top, paths);
}

async function* listHistory(top: string): AsyncGenerator<ScanSource, void> {
  const paths = new Map<string, string[]>();
  let rest = '';
  for await (const chunk of streamGit(top, ['rev-list', '--objects', '--all'])) {
    const lines = `${rest}${chunk.toString('latin1')}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [id, path] = splitOnce(line);
      // A commit has no path, and the folder at the top an empty one.
      if (path !== '') paths.set(id, [...(paths.get(id) ?? []), Buffer.from(path, 'latin1').toString()]);
    }
  }
  yield* readPaths(top, paths);
}

async function* readPaths(
  top: string,
  paths: ReadonlyMap<string, readonly string[]>,
): AsyncGenerator<ScanSource, void> {
  for await (const { id, bytes } of readObjects(top, paths.keys()))
    for (const path of paths.get(id) ?? []) yield { path, object: id, bytes };
}

function splitOnce(line: string): readonly [string, string] {
  const space = line.indexOf(' ');
  return space === -1 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
}
