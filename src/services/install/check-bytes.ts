// install.verified: whether the bytes that are there are those that were recorded. Until it has said so nothing takes them apart.
import { timingSafeEqual } from 'node:crypto';
import { PymcpError } from '../../core/errors.js';
import type { PinnedArchive } from './choose-archive.js';

export interface StoredArchive {
  readonly bytes: number;
  readonly digest: (algorithm: 'sha256' | 'sha512') => Promise<Buffer>;
}

/** @throws PymcpError `install.wrong-bytes` */
export async function checkBytes(
  stored: StoredArchive,
  { component, archive: { publisher }, pin }: PinnedArchive,
): Promise<void> {
  const refuse = (why: string): never => {
    throw new PymcpError(
      'install.wrong-bytes',
      `the archive of ${component.name} ${component.version} is not the one that was recorded: ${why}`,
      'it was thrown away, and nothing was unpacked; try again, and report it where it stays so',
    );
  };
  if (stored.bytes !== pin.bytes) refuse(`it has ${stored.bytes} bytes instead of ${pin.bytes}`);
  if (!isSame(await stored.digest('sha256'), Buffer.from(pin.sha256, 'hex')))
    refuse('its SHA-256 is another');
  if (publisher.kind !== 'sha512') return;
  const said = Buffer.from(publisher.integrity.slice('sha512-'.length), 'base64');
  if (!isSame(await stored.digest('sha512'), said)) refuse('its SHA-512 is not the one of its publisher');
}

/** In constant time. */
function isSame(found: Buffer, wanted: Buffer): boolean {
  return found.length === wanted.length && timingSafeEqual(found, wanted);
}
