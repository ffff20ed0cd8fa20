// Reads /proc/<pid>/cgroup (cgroups(7)): one line per hierarchy, `id:controllers:path`.

export interface GroupMembership {
  /** Empty for the cgroup v2 hierarchy. */
  readonly controllers: readonly string[];
  /** Path below the hierarchy's root, as seen from the reader's cgroup namespace. */
  readonly path: string;
}

export function parseProcCgroup(text: string): readonly GroupMembership[] {
  const memberships: GroupMembership[] = [];
  for (const line of text.split('\n')) {
    const parts = /^\d+:([^:]*):(\/.*)$/.exec(line);
    if (parts === null) continue;
    const [, names = '', path = '/'] = parts;
    memberships.push({ controllers: names === '' ? [] : names.split(','), path });
  }
  return memberships;
}
