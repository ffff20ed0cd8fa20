// Which program makes the container for Podman: crun or runc, whichever can with the control groups of this machine. Pure.

export interface Runtime {
  readonly name: 'crun' | 'runc';
  /** Absolute. */
  readonly path: string;
  /** As `podman run --cgroups` has it. */
  readonly cgroups: 'disabled' | 'no-conmon';
}

/**
 * crun can leave control groups alone, and refuses the hybrid ones of version 1 and 2; runc takes what it finds.
 * @param isUnified whether there is version 2 alone
 * @returns null where none is there
 */
export function chooseRuntime(
  found: { readonly crun: string | null; readonly runc: string | null },
  isUnified: boolean,
): Runtime | null {
  const crun: Runtime | null =
    found.crun === null ? null : { name: 'crun', path: found.crun, cgroups: 'disabled' };
  const runc: Runtime | null =
    found.runc === null ? null : { name: 'runc', path: found.runc, cgroups: 'no-conmon' };
  return isUnified ? (crun ?? runc) : runc;
}
