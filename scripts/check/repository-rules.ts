// What must not stand in the repository. A rule looks at one line of one file.
// The patterns are put together from pieces, so that this file does not find itself.

import { findUnseenDownloads } from './unseen-downloads.js';

export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

export interface Problem {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

interface LineRule {
  readonly message: string;
  readonly pattern: RegExp;
  /** Files that the rule is for; all where it is missing. */
  readonly paths?: RegExp;
}

const join = (...pieces: string[]): string => pieces.join('');

const lineRules: readonly LineRule[] = [
  // secret.uncommitted: the shapes in which keys come.
  { message: 'looks like an AWS key (secret.uncommitted)', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/ },
  {
    message: 'looks like a GitHub token (secret.uncommitted)',
    pattern: /\bgh[pousr]_[0-9A-Za-z]{36,}|\bgithub_pat_[0-9A-Za-z_]{50,}/,
  },
  {
    message: 'looks like an API key (secret.uncommitted)',
    pattern: /\bsk-(?:ant-|proj-)?[0-9A-Za-z_-]{32,}/,
  },
  { message: 'looks like a Slack token (secret.uncommitted)', pattern: /\bxox[abprs]-[0-9A-Za-z-]{20,}/ },
  {
    message: 'looks like a token of this program (secret.uncommitted)',
    pattern: /\bpymcp_[0-9a-z]{10}_[A-Za-z0-9_-]{43}/,
  },
  { message: 'looks like a Google key (secret.uncommitted)', pattern: /\bAIza[0-9A-Za-z_-]{35}\b/ },
  {
    message: 'looks like a private key (secret.uncommitted)',
    pattern: new RegExp(join('-----BEGIN (?:[A-Z]+ )*', 'PRIVATE KEY-----')),
  },
  {
    message: 'names a package registry: settings belong to the machine',
    pattern: new RegExp(join('registry\\.', 'npmjs|deb\\.', 'debian\\.org|pypi', '\\.org/simple')),
  },
  {
    message: 'names a folder of one machine',
    pattern: new RegExp(join('(?:^|[\\s"\'`(=:])/', '(?:work|farm|root/\\.)/')),
  },
  {
    message: 'has a download address: omit-lockfile-registry-resolved keeps it out',
    pattern: /"resolved": /,
    paths: /(?:^|\/)package-lock\.json$/,
  },
  {
    message: 'has a package that runs a script when installed (install.verified)',
    pattern: /"hasInstallScript": true/,
    paths: /^package-lock\.json$/,
  },
];

/** secret.uncommitted: files whose whole purpose is to hold secrets. */
const secretFile =
  /(?:^|\/)(?:\.env(?!\.example$)(?:\..*)?|\.envrc|id_(?:rsa|dsa|ecdsa|ed25519)|.*\.(?:pem|key|p12|pfx))$/;

/** Everything that is wrong, in the order of the files. */
export function findProblems(files: readonly RepositoryFile[]): Problem[] {
  return files.flatMap((file) => [
    ...(secretFile.test(file.path)
      ? [{ path: file.path, line: 1, message: 'is a file for secrets (secret.uncommitted)' }]
      : []),
    // install.verified: what is downloaded is never run as it comes.
    ...findUnseenDownloads(file.text).map((line) => ({
      path: file.path,
      line,
      message: 'runs a download unseen (install.verified)',
    })),
    ...file.text
      .split('\n')
      .flatMap((text, index) =>
        lineRules
          .filter(({ pattern, paths }) => (paths?.test(file.path) ?? true) && pattern.test(text))
          .map(({ message }) => ({ path: file.path, line: index + 1, message })),
      ),
  ]);
}
