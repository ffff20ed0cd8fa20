// The authorities that this machine trusts, as PEM, for programs that have a network: those of its distribution, or those of Node.js.
import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';

/** Debian, Alpine and Arch; Fedora; SUSE; others. */
const places = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
] as const;

export async function readCaBundle(): Promise<string> {
  for (const place of places) {
    const text = await readFile(place, 'latin1').catch(() => '');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  }
  return `${rootCertificates.join('\n')}\n`;
}
