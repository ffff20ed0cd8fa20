// secret.unseen: what programs in a jail trust: what this machine trusts, and the authority of this gateway. Their libraries are told
// by variables where the file with it is.

export interface GuestTrust {
  /** The certificate of the gateway's authority alone, as PEM. */
  readonly certificate: string;
  /** Behind the roots of this machine: for a file in the jail that `trustVariables` names. */
  readonly bundle: string;
}

/** @param roots of this machine, as PEM */
export function toGuestTrust(certificate: string, roots: readonly string[]): GuestTrust {
  const all = [...roots.map((root) => root.trim()), certificate.trim()];
  return { certificate, bundle: `${all.join('\n')}\n` };
}

/** For the environment of a program: OpenSSL and so Python's ssl, requests, pip, curl, git, Node.js. @param path in the jail */
export function trustVariables(path: string): Readonly<Record<string, string>> {
  return {
    SSL_CERT_FILE: path,
    REQUESTS_CA_BUNDLE: path,
    PIP_CERT: path,
    CURL_CA_BUNDLE: path,
    GIT_SSL_CAINFO: path,
    NODE_EXTRA_CA_CERTS: path,
  };
}
