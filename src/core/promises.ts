// What is promised, each promise once. The code that keeps one names its id in a comment, a test proves it (`Proves: …`), and attacks
// of hostile/ try those that are about guests. SECURITY.md and docs/promises.md are written from here (`make promise-docs`). Pure data.

export interface PromiseRecord {
  readonly id: string;
  /** One sentence, or a few clauses, without a period. */
  readonly claim: string;
  /** `claimed` only where a test proves it; `planned`: what the design wants and nobody may rely on yet. */
  readonly status: 'claimed' | 'planned';
  /** Whether a program in the jail can put it to the test, so that hostile/ must. */
  readonly tried: 'by guests' | 'by tests';
}

// prettier-ignore
export const promises = [
  { id: 'jail.kernel', status: 'claimed', tried: 'by guests', claim: 'Guest code runs in its own user, pid, mount, network, ipc, uts and cgroup namespaces, with no capability, no_new_privs, a seccomp allowlist, Landlock where the kernel has it, and of the host sees only a read-only Python with its libraries' },
  { id: 'jail.once', status: 'claimed', tried: 'by guests', claim: 'A stateless run gets a sandbox that nobody used before and nobody uses after, also where it has waited in a pool; no process, file, mount or cgroup of it survives. Its result may arrive some milliseconds before the last of its processes has been killed' },
  { id: 'limit.memory', status: 'claimed', tried: 'by guests', claim: 'All sandboxes of a user together are held to 1 GB, each to its own share, 512 MB by default; how, stands in the result' },
  { id: 'limit.cpu', status: 'claimed', tried: 'by guests', claim: 'Two processors for all, one for each; processes, output, files and time are bounded too' },
  { id: 'user.mcp', status: 'claimed', tried: 'by guests', claim: 'Guest code is the user `mcp` inside and an unprivileged user id outside, also where the gateway is root' },
  { id: 'net.none', status: 'claimed', tried: 'by guests', claim: 'No network but loopback of its own; where the configuration names hosts, a relay to a proxy that reaches these hosts at public addresses, and nothing else, each attempt written down before it is dialled; a client may ask for less, never for more' },
  { id: 'port.loopback', status: 'claimed', tried: 'by tests', claim: 'What listens is bound to 127.0.0.1, or ::1; every other address is refused, and there is no option that makes an exception. In our image alone the entry point adds the address of the container, never a wildcard, and refuses outside of a container of its own; compose.yaml publishes it on 127.0.0.1' },
  { id: 'auth.token', status: 'claimed', tried: 'by tests', claim: 'HTTP needs a local Host and Origin and a bearer token with the scope of what is asked for; of tokens only hashes are kept, compared in constant time. The socket needs none, and opens for its user alone. What one caller made no other sees, and it goes with its token' },
  { id: 'name.valid', status: 'claimed', tried: 'by tests', claim: 'Names match `^[a-zA-Z0-9_]+$` as a whole, are length-capped, and none is that of a property every object has' },
  { id: 'path.contained', status: 'claimed', tried: 'by guests', claim: 'A guest gets one checked folder of the host, in one access mode, without execution, device nodes or what lies behind its links; folders that nobody means are refused. The file tools work in such a jail, and read no hard link to a file outside' },
  { id: 'path.protected', status: 'claimed', tried: 'by guests', claim: 'In a workspace, `.env*`, keys and logins cannot be read under any name, what the host executes or obeys cannot be changed, moved or replaced, and what a run newly creates of the kind is reported' },
  { id: 'cmd.noshell', status: 'claimed', tried: 'by tests', claim: 'Programs are started with argument arrays, never through a shell' },
  { id: 'secret.uncommitted', status: 'claimed', tried: 'by tests', claim: '`.env` is 0600, whole at any moment, and written only where git ignores it; a check refuses it, key-shaped strings and the values of one\'s own secrets in the repository' },
  { id: 'secret.unlogged', status: 'claimed', tried: 'by tests', claim: 'Values that the gateway knows to be secret are masked, in every encoding that docs/redaction.md lists, in all that comes out of a sandbox, goes to a client, or stands in an error, the log, the audit log or the report of a crash; the tokens of the gateway are repeated nowhere' },
  { id: 'secret.unseen', status: 'claimed', tried: 'by guests', claim: 'The gateway gives no secret to a jail. A program that needs one holds a placeholder of its run, which the egress proxy swaps over verified TLS, for the hosts and in the places that the secret is bound to, and refuses wherever else it can see it; what comes back is masked' },
  { id: 'install.verified', status: 'claimed', tried: 'by tests', claim: 'npm packages come from a lockfile with checksums and run no scripts; optional components come over verified TLS from named hosts or the npm registry of the machine, and are unpacked, without links, only where size and SHA-256 are those recorded from bytes in hand; nothing is piped into a shell' },
  { id: 'audit.chain', status: 'claimed', tried: 'by tests', claim: 'Every execution is written down before it begins and after it has ended, with time, caller, policy, limits, outcome and usage, in a log that is chained and marked with a key; a record that was changed, dropped, reordered or cut off is noticed and named; what cannot be written down does not run, unless a person has turned the log off' },
  { id: 'fail.closed', status: 'claimed', tried: 'by tests', claim: 'Where a layer cannot be set up the run is refused with the reason and the fix; a configuration or tokens that others could have written are not obeyed, nor is a setting that nobody knows' },
] as const satisfies readonly PromiseRecord[];

export type PromiseId = (typeof promises)[number]['id'];
/** One that a program can put to the test. */
export type AttackedPromise = Extract<(typeof promises)[number], { readonly tried: 'by guests' }>['id'];

export const promiseIds: readonly PromiseId[] = promises.map(({ id }) => id);

export const attackedPromises: readonly AttackedPromise[] = promises.flatMap((promise) =>
  promise.tried === 'by guests' ? [promise.id] : [],
);

/** Whether somebody may rely on it. */
export const isClaimed = ({ status }: PromiseRecord): boolean => status === 'claimed';

export function claimOf(id: PromiseId): string {
  return promises.find((promise) => promise.id === id)?.claim ?? '';
}
