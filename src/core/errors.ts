// The one error class and the one table of codes. Our failures are errors; what the guest does is a value
// (see execution-result.ts).

/** Every error a person can meet. The key is stable: scripts and tests may rely on it. */
const catalogue = {
  'usage.invalid': { exitCode: 2 },
  'input.code-empty': { exitCode: 2 },
  'input.code-nul': { exitCode: 2 },
  'input.code-too-large': { exitCode: 2 },
  'input.code-encoding': { exitCode: 2 },
  'input.file-unreadable': { exitCode: 2 },
  'input.file-invalid': { exitCode: 2 },
  'input.name-invalid': { exitCode: 2 },
  'input.limit-invalid': { exitCode: 2 },
  'input.argument-invalid': { exitCode: 2 },
  'config.invalid': { exitCode: 2 },
  'config.unreadable': { exitCode: 2 },
  'config.unsafe': { exitCode: 2 },
  'config.not-loopback': { exitCode: 2 },
  'token.name-taken': { exitCode: 2 },
  'token.unknown': { exitCode: 2 },
  'token.store-unsafe': { exitCode: 3 },
  'token.store-failed': { exitCode: 73 },
  'token.not-shown': { exitCode: 73 },
  'environment.unknown': { exitCode: 2 },
  'algorithm.unknown': { exitCode: 2 },
  'workspace.refused': { exitCode: 2 },
  'workspace.changed': { exitCode: 3 },
  'host.unsupported': { exitCode: 3 },
  'host.program-missing': { exitCode: 3 },
  'host.identity-unavailable': { exitCode: 3 },
  'host.runtime-folder': { exitCode: 3 },
  'cgroup.failed': { exitCode: 3 },
  'jail.start-failed': { exitCode: 3 },
  'jail.layer-failed': { exitCode: 3 },
  'jail.lost': { exitCode: 3 },
  'limits.not-enforced': { exitCode: 3 },
  'channel.violation': { exitCode: 3 },
  'output.not-saved': { exitCode: 73 },
  'session.unknown': { exitCode: 2 },
  'session.ended': { exitCode: 3 },
  'session.busy': { exitCode: 3 },
  'session.fork-failed': { exitCode: 3 },
  'session.file-failed': { exitCode: 3 },
  'files.refused': { exitCode: 2 },
  'files.no-workspace': { exitCode: 2 },
  'files.changed': { exitCode: 3 },
  'files.too-slow': { exitCode: 3 },
  'files.failed': { exitCode: 3 },
  'files.nothing-to-undo': { exitCode: 2 },
  'resource.unknown': { exitCode: 2 },
  'code.no-workspace': { exitCode: 2 },
  'code.place-invalid': { exitCode: 2 },
  'code.not-found': { exitCode: 2 },
  'code.ambiguous': { exitCode: 2 },
  'code.server-failed': { exitCode: 3 },
  'code.server-refused': { exitCode: 3 },
  'code.not-written': { exitCode: 73 },
  'gateway.busy': { exitCode: 3 },
  'gateway.not-listening': { exitCode: 3 },
  'gateway.not-running': { exitCode: 3 },
  'gateway.already-running': { exitCode: 3 },
  'gateway.lost': { exitCode: 3 },
  'gateway.cancelled': { exitCode: 3 },
  'secret.file-refused': { exitCode: 2 },
  'audit.not-written': { exitCode: 73 },
  'audit.unsafe': { exitCode: 3 },
  'audit.unreadable': { exitCode: 3 },
  'audit.damaged': { exitCode: 3 },
  'verify.corpus-damaged': { exitCode: 3 },
  'egress.rule-invalid': { exitCode: 2 },
  'egress.not-granted': { exitCode: 2 },
  'egress.secret-invalid': { exitCode: 2 },
  'egress.not-listening': { exitCode: 3 },
  'egress.not-set-up': { exitCode: 3 },
  'client.unknown': { exitCode: 2 },
  'client.unsupported': { exitCode: 2 },
  'client.unconfirmed': { exitCode: 2 },
  'client.entry-foreign': { exitCode: 2 },
  'client.edit-unsafe': { exitCode: 2 },
  'client.file-malformed': { exitCode: 2 },
  'client.file-refused': { exitCode: 2 },
  'client.file-changed': { exitCode: 3 },
  'client.file-failed': { exitCode: 73 },
  'secret.unknown': { exitCode: 2 },
  'secret.missing': { exitCode: 2 },
  'secret.not-given': { exitCode: 2 },
  'secret.value-refused': { exitCode: 2 },
  'secret.file-malformed': { exitCode: 2 },
  'secret.file-unsafe': { exitCode: 3 },
  'secret.file-committed': { exitCode: 3 },
  'secret.file-failed': { exitCode: 73 },
  'secret.keyring-failed': { exitCode: 3 },
  'secret.scan-failed': { exitCode: 3 },
  'secret.hook-refused': { exitCode: 2 },
  'github.no-repository': { exitCode: 2 },
  'github.no-token': { exitCode: 2 },
  'github.refused': { exitCode: 3 },
  'github.unreachable': { exitCode: 3 },
  'github.rate-limited': { exitCode: 3 },
  'github.unexpected': { exitCode: 3 },
  'github.not-permitted': { exitCode: 2 },
  'github.read-private': { exitCode: 3 },
  'github.too-large': { exitCode: 3 },
  'github.unconfirmed': { exitCode: 2 },
  'github.export-absent': { exitCode: 2 },
  'github.export-refused': { exitCode: 2 },
  'github.export-failed': { exitCode: 3 },
  'memory.unknown': { exitCode: 2 },
  'memory.full': { exitCode: 2 },
  'memory.secret-refused': { exitCode: 2 },
  'memory.file-damaged': { exitCode: 2 },
  'memory.unsafe': { exitCode: 3 },
  'memory.busy': { exitCode: 3 },
  'memory.damaged': { exitCode: 3 },
  'memory.newer': { exitCode: 3 },
  'memory.failed': { exitCode: 73 },
  'internal.bug': { exitCode: 70 },
} as const satisfies Record<string, { exitCode: number }>;

export type ErrorCode = keyof typeof catalogue;

/** An error for a person: what happened, and a hint that names the fix. */
export class PymcpError extends Error {
  override readonly name = 'PymcpError';
  readonly code: ErrorCode;
  readonly hint: string;

  /**
   * @param message what happened, one sentence, no trailing period
   * @param hint what to do about it; a command where one exists
   */
  constructor(code: ErrorCode, message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }

  /** Exit code of the command line: 2 bad input, 3 this machine cannot do it, 70 our own bug, 73 cannot create (sysexits.h). */
  get exitCode(): number {
    return catalogue[this.code].exitCode;
  }
}
