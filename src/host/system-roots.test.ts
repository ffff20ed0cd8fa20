// There are always roots, and each of them is a certificate.
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { it } from 'node:test';
import { rootCertificates } from 'node:tls';
import { readSystemRoots } from './system-roots.js';

it('the roots of this machine are certificates, and those of Node.js where it has none', () => {
  for (const root of readSystemRoots().slice(0, 20)) assert.ok(new X509Certificate(root).ca, root);
  assert.equal(readSystemRoots(['/nonexistent/roots.pem']), rootCertificates);
  assert.equal(readSystemRoots(['/etc/passwd']), rootCertificates, 'a file without any');
});
