// The manifest of this package, or another one of the same shape.
import { join } from 'node:path';
import { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import { messageOf } from '../../core/message-of.js';
import { readRegularFile } from '../../host/files.js';
import { packageRoot } from '../../host/package-root.js';
import { type Manifest, manifestSchema } from './manifest-schema.js';

const mostBytes = 1024 * 1024;

export function manifestPath(): string {
  return join(packageRoot(), 'components/manifest.json');
}

/** @throws PymcpError `install.manifest-damaged` */
export async function loadManifest(path: string = manifestPath()): Promise<Manifest> {
  const found = await readRegularFile(path, mostBytes).catch((error: unknown) => {
    throw damaged(messageOf(error));
  });
  if (found.kind !== 'read') throw damaged('it is no file of such a size');
  return parseManifest(found.bytes.toString('utf8'));
}

/** @throws PymcpError `install.manifest-damaged` */
export function parseManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(messageOf(error));
  }
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw damaged(z.prettifyError(parsed.error).replaceAll(/\s+/g, ' '));
}

function damaged(why: string): PymcpError {
  return new PymcpError(
    'install.manifest-damaged',
    `the manifest of the components cannot be used: ${why}`,
    'install this package again: nothing is installed by a manifest that is not whole',
  );
}
