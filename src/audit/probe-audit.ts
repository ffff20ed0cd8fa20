// Whether an audit log could be written here, without writing anything: what `pymcp doctor` says of it.
import { dirname } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { exists, isPermitted } from '../host/files.js';
import { findSystemProgram } from '../host/find-program.js';
import { PrivateFolder } from '../host/private-folder.js';
import { readAuditKey } from './audit-key.js';
import type { AuditPlaces } from './audit-places.js';

export type AuditProbe =
  { readonly kind: 'works' } | { readonly kind: 'refuses'; readonly why: string; readonly fix: string };

export async function probeAudit({ logs, heads, key }: AuditPlaces): Promise<AuditProbe> {
  if ((await findSystemProgram('flock')) === null)
    return { kind: 'refuses', why: 'there is no program flock', fix: 'apt-get install util-linux' };
  try {
    await readAuditKey(key);
  } catch (error) {
    if (error instanceof PymcpError) return { kind: 'refuses', why: error.message, fix: error.hint };
    throw error;
  }
  for (const folder of [logs, heads]) {
    const fault = new PrivateFolder(folder).check();
    if (fault !== null && fault !== 'missing') return { kind: 'refuses', why: fault.why, fix: fault.fix };
  }
  for (const folder of [logs, heads, key]) {
    const nearest = await findNearest(folder);
    if (!(await isPermitted(nearest, 'write')))
      return {
        kind: 'refuses',
        why: `${nearest} cannot be written to`,
        fix: `chmod u+w ${JSON.stringify(nearest)}`,
      };
  }
  return { kind: 'works' };
}

/** The folder itself, or the nearest above it that is there. */
async function findNearest(folder: string): Promise<string> {
  return (await exists(folder)) || folder === dirname(folder) ? folder : findNearest(dirname(folder));
}
