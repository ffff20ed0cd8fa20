// What of a process's own status (proc_pid_status(5)) is not as the seal leaves it. Pure.
// jail.kernel: no capability in any set, no_new_privs, a seccomp filter, one unprivileged user id.

export type ProcessStatus = ReadonlyMap<string, string>;

const capabilitySets = ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'] as const;

/**
 * @param uid the only user id that may stand there: real, effective, saved and of the file system
 * @param bounding whether the bounding set, too, must be empty (guest/pymcp_guest/privileges.py says when it need not be)
 */
export function sealProblems(status: ProcessStatus, uid: number, bounding = true): readonly string[] {
  const problems: string[] = [];
  const expect = (field: string, isRight: (value: string) => boolean): void => {
    const value = status.get(field) ?? 'not shown';
    if (!isRight(value)) problems.push(`${field} is ${value}`);
  };
  expect('Uid', (value) => value.split(/\s+/).every((id) => Number(id) === uid));
  for (const set of capabilitySets)
    if (bounding || set !== 'CapBnd') expect(set, (value) => /^0+$/.test(value));
  expect('NoNewPrivs', (value) => value === '1');
  expect('Seccomp', (value) => value === '2');
  return problems;
}
