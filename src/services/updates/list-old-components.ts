// Components that were installed by a manifest of before. Pure but for the look at the folder.
import { join } from 'node:path';
import { z } from 'zod';
import { readdir, readRegularFile } from '../../host/files.js';
import { hasCode } from '../../host/errno.js';
import type { Manifest } from '../install/manifest-schema.js';
import type { OldComponent } from './judge-components.js';

/** As install-component.ts writes it; what else is in it does not matter here. */
const recordSchema = z.object({
  name: z.string().regex(/^\w{1,64}$/),
  version: z.string().regex(/^[0-9A-Za-z.+-]{1,50}$/),
});
const mostRecordBytes = 64 * 1024;

/** @throws as node:fs does */
export async function listOldComponents(
  path: string,
  { components }: Manifest,
): Promise<readonly OldComponent[]> {
  const known = new Set(
    components.flatMap(({ archives }) => archives.flatMap(({ pin }) => pin?.sha256 ?? [])),
  );
  const old = (await namesIn(path)).filter((name) => {
    const [, sha256] = name.match(/^sha256-([0-9a-f]{64})$/) ?? [];
    return sha256 !== undefined && !known.has(sha256);
  });
  return Promise.all(old.map((name) => describe(join(path, name))));
}

async function namesIn(path: string): Promise<readonly string[]> {
  try {
    return (await readdir(path)).sort();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

async function describe(folder: string): Promise<OldComponent> {
  try {
    const found = await readRegularFile(join(folder, 'component.json'), mostRecordBytes);
    const text = found.kind === 'read' ? found.bytes.toString('utf8') : 'null';
    return { folder, ...recordSchema.parse(JSON.parse(text)) };
  } catch {
    return { folder, name: null, version: null };
  }
}
