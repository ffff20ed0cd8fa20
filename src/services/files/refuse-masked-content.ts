// secret.unlogged: whoever reads a file sees masks where secrets are. Written back, a mask would take the place of its secret.
import { PymcpError } from '../../core/errors.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';

/** As src/secrets/redact/choose-masks.ts makes them, whatever stands around. */
const mask = /[^\w\s]secret(?: \w+)?[^\w\s]|__secret\w*__/g;

/** @throws PymcpError `files.refused` */
export function refuseMaskedContent(redactor: SecretRedactor, before: Buffer, after: string): void {
  if (!redactor.isActive) return;
  const old = before.toString();
  const shown = redactor.redactText(old);
  if (shown === old) return;
  const masks = [...shown.matchAll(mask)].map(([found]) => found).filter((found) => !old.includes(found));
  const written = masks.find((found) => after.includes(found));
  if (written === undefined) return;
  throw new PymcpError(
    'files.refused',
    `the new content has ${written}, which is shown in place of a secret: written, it would replace the secret`,
    'use edit_file, with an oldText that leaves the secret out',
  );
}
