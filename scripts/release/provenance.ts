// Where a release came from, as an in-toto statement (https://in-toto.io/Statement/v1) with SLSA's provenance in it
// (https://slsa.dev/spec/v1.0/provenance). Nobody has signed this one: it is a record, and no proof. The proof is what the workflow
// "release" has GitHub sign.

export interface Made {
  readonly name: string;
  readonly sha256: string;
}

export interface Origin {
  readonly version: string;
  /** Of git. */
  readonly commit: string;
  /** Whether something was built that no commit has. */
  readonly hasChanges: boolean;
  /** null where the checkout names none. */
  readonly repository: string | null;
  /** SHA-256 of package-lock.json. */
  readonly lockfile: string;
  readonly node: string;
  /** Seconds since 1970. */
  readonly time: number;
}

const here = 'https://isolated-pymcp.invalid';

/** @returns JSON, with an end of line; the same bytes for the same origin */
export function renderProvenance(made: readonly Made[], origin: Origin): string {
  const { version, commit, hasChanges, repository, lockfile, node, time } = origin;
  const uri = repository === null ? 'git+local' : `git+${repository}`;
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: made.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        // Names that lead nowhere, as the reserved domain says: docs/release.md describes them.
        buildType: `${here}/make-release/v1`,
        externalParameters: { target: 'release', version },
        internalParameters: { SOURCE_DATE_EPOCH: time, uncommittedChanges: hasChanges },
        resolvedDependencies: [
          { uri, digest: { gitCommit: commit } },
          { uri: 'package-lock.json', digest: { sha256: lockfile } },
        ],
      },
      runDetails: {
        builder: { id: `${here}/unsigned-local-build`, version: { node } },
      },
    },
  };
  return `${JSON.stringify(statement, null, 2)}\n`;
}
