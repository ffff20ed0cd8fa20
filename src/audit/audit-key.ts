// audit.chain: the key of the log, 32 random bytes in a private file of the configuration. Who has it can forge: it is made
// where there is none and never shown.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { PrivateFolder } from '../host/private-folder.js';
import type { AuditKey } from './chain.js';

const name = 'key';
const keyBytes = 32;
const pattern = /^[0-9a-f]{64}\n$/;

/** @throws PymcpError `audit.unsafe`, or as node:fs does */
export async function openAuditKey(folder: string): Promise<AuditKey> {
  const place = new PrivateFolder(folder);
  const fault = await place.make();
  if (fault !== null) throw unsafe(fault.why, fault.fix);
  if (readKey(place) === null) await place.create(name, `${randomBytes(keyBytes).toString('hex')}\n`);
  // Another process may have been first.
  const key = readKey(place);
  if (key === null) throw unsafe('it is gone', 'try again');
  return key;
}

/** null where there is none. @throws PymcpError `audit.unsafe`, or as node:fs does */
export function readAuditKey(folder: string): Promise<AuditKey | null> {
  return Promise.resolve().then(() => {
    const place = new PrivateFolder(folder);
    const fault = place.check();
    if (fault === 'missing') return null;
    if (fault !== null) throw unsafe(fault.why, fault.fix);
    return readKey(place);
  });
}

function readKey(place: PrivateFolder): AuditKey | null {
  const found = place.read(name);
  const path = join(place.path, name);
  if (found.kind === 'missing') return null;
  if (found.kind === 'unsafe') throw unsafe(`${path} ${found.why}`, found.fix);
  if (!pattern.test(found.text))
    throw unsafe(
      `${path} is not what a key looks like`,
      `put it back from a copy, or mv ${JSON.stringify(path)} elsewhere`,
    );
  return Buffer.from(found.text.trim(), 'hex');
}

function unsafe(why: string, fix: string): PymcpError {
  return new PymcpError('audit.unsafe', `the key of the audit log is not trusted: ${why}`, fix);
}
