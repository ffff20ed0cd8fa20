// Reads the control group mounts out of /proc/self/mountinfo (proc(5)).

export interface CgroupMount {
  readonly version: 1 | 2;
  /** The group that the mount shows at its top. */
  readonly root: string;
  readonly mountPoint: string;
  /** v1: names of the controllers of this hierarchy (among other mount options). */
  readonly options: readonly string[];
}

export function parseMountinfo(text: string): readonly CgroupMount[] {
  const mounts: CgroupMount[] = [];
  for (const line of text.split('\n')) {
    // Optional fields of unknown number stand between the sixth field and a lone "-".
    const [before = '', after] = line.split(' - ', 2);
    if (after === undefined) continue;
    const [, , , root, mountPoint] = before.split(' ');
    const [type, , options = ''] = after.split(' ');
    if (root === undefined || mountPoint === undefined) continue;
    if (type !== 'cgroup' && type !== 'cgroup2') continue;
    mounts.push({
      version: type === 'cgroup' ? 1 : 2,
      root: unescapeField(root),
      mountPoint: unescapeField(mountPoint),
      options: options.split(','),
    });
  }
  return mounts;
}

/** Space, tab, newline and backslash are written as three octal digits. */
function unescapeField(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
