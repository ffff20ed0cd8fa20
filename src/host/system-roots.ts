// The certificate authorities that this machine trusts, where its distribution keeps them; those of Node.js where it keeps none.
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

/** Debian, Fedora and RHEL, openSUSE, Alpine. */
const files = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
] as const;

/** Each as PEM; never none. */
export function readSystemRoots(paths: readonly string[] = files): readonly string[] {
  for (const path of paths) {
    const roots = toCertificates(readIfThere(path));
    if (roots.length > 0) return roots;
  }
  return rootCertificates;
}

/** Such a file may have comments between. */
function toCertificates(text: string): readonly string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? [];
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
