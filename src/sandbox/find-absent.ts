// Whether a backend could be used on this machine at all: its programs are looked for, and nothing is tried. Cheap.
import type { Backend, JailProgram } from './backend-contract.js';

export type AbsentProgram = Extract<JailProgram, { readonly state: 'absent' }>;

/** @param interpreter absolute path */
export async function findAbsent(
  { listPrograms }: Pick<Backend, 'listPrograms'>,
  interpreter: string,
): Promise<AbsentProgram | null> {
  const programs = await listPrograms(interpreter);
  return programs.find((program) => program.state === 'absent') ?? null;
}
