// The data of `pymcp updates`: that of this package, or of a folder that somebody has brought. fail.closed: what others could have
// written says nothing, since it would have the last word on whether there is something to do.
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../core/message-of.js';
import { showStart } from '../../core/show-start.js';
import { packageRoot } from '../../host/package-root.js';
import { readTrustedFile } from '../../host/read-trusted-file.js';
import { dataSchemas } from './data-schemas.js';

type DataName = keyof typeof dataSchemas;

export type Loaded<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'unusable'; readonly why: string; readonly fix: string };

export type UpdateData = { readonly [Name in DataName]: Loaded<z.infer<(typeof dataSchemas)[Name]>> };

const mostBytes = 16 * 1024 * 1024;
const bringAgain = 'npm install --global --ignore-scripts isolated-pymcp@latest';

export const dataFolderOfPackage = (): string => join(packageRoot(), 'updates');

export async function loadUpdateData(folder: string = dataFolderOfPackage()): Promise<UpdateData> {
  const pathOf = (name: DataName): string => join(folder, `${name}.json`);
  return {
    'release-lines': await loadFile(pathOf('release-lines'), dataSchemas['release-lines']),
    distributions: await loadFile(pathOf('distributions'), dataSchemas.distributions),
    'npm-advisories': await loadFile(pathOf('npm-advisories'), dataSchemas['npm-advisories']),
    'base-image': await loadFile(pathOf('base-image'), dataSchemas['base-image']),
  };
}

async function loadFile<T>(path: string, schema: z.ZodType<T>): Promise<Loaded<T>> {
  const found = await readTrustedFile(path, mostBytes);
  switch (found.kind) {
    case 'read':
      return parseData(path, found.bytes.toString('utf8'), schema);
    case 'missing':
      return unusable(`${path} is not there`);
    case 'unreadable':
      return unusable(`${path} cannot be read: ${found.why}`);
    case 'unsafe':
      return unusable(`${path} is not believed: ${found.why}`, found.hint);
  }
}

function parseData<T>(path: string, text: string, schema: z.ZodType<T>): Loaded<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return unusable(`${path} is no JSON: ${messageOf(error)}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: 'read', value: parsed.data };
  const why = z.prettifyError(parsed.error).replaceAll(/\s+/g, ' ');
  return unusable(`${path} is not as it should be: ${showStart(why, 300)}`);
}

const unusable = (why: string, fix = bringAgain): Loaded<never> => ({ kind: 'unusable', why, fix });
