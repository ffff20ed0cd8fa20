// What is known of one sandbox at a moment: by itself, and by the host. Plain data, so that checks of it are pure.

export interface Mount {
  readonly point: string;
  readonly kind: string;
  readonly flags: string;
  readonly options: string;
}

/** As look.py prints it. */
export interface Inside {
  readonly status: Readonly<Record<string, string>>;
  readonly securebits: number;
  readonly rlimits: Readonly<Record<string, readonly [number, number]>>;
  readonly descriptors: readonly number[];
  readonly environment: readonly string[];
  readonly mounts: readonly Mount[];
  /** Bytes, inodes and flags (statvfs(3)) of each. */
  readonly folders: Readonly<Record<string, readonly [number, number, number]>>;
  readonly root: readonly string[];
  readonly proc: readonly string[];
  readonly host: string;
  readonly cgroup: string;
  readonly sentinel: string;
  readonly 'pid 1': Readonly<Record<string, string>>;
  readonly written: string;
  readonly copy: string;
  readonly library: readonly string[];
  readonly shell: readonly string[];
}

export interface Outside {
  /** By kind: of the sandbox, of its template, of the gateway. */
  readonly namespaces: Readonly<Record<string, readonly [string, string, string]>>;
  /** In the gateway's user namespace. */
  readonly uid: number;
  readonly gatewayUid: number;
  readonly oomScore: number;
  /** Control files of its own group; empty where it is in none. */
  readonly groupFiles: Readonly<Record<string, string>>;
  /** Of its user namespace, by name below /proc/sys/user. */
  readonly quotas: Readonly<Record<string, number>>;
}

export interface Snapshot {
  readonly inside: Inside;
  readonly outside: Outside;
  /** Answers of the calls that the table refuses, by name, and of argumentProbes, in order. */
  readonly refused: Readonly<Record<string, string>>;
  readonly byArgument: readonly string[];
  readonly others: { readonly unknown: readonly string[]; readonly foreign: readonly string[] };
  /** In and below a read-only workspace; null where none was looked at. */
  readonly workspace: readonly Mount[] | null;
  /** Until a run was over whose program leaves a daemon and ends its process. */
  readonly crashMs: number;
  /** Of the kernel: 0 where it has none. */
  readonly landlockAbi: number;
  readonly groups: 'own' | 'none';
  readonly as: 'root' | 'user';
}
