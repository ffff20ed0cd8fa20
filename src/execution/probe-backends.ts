// What this machine can enforce, with the backend that a run would be given, and which others there are. Leaves nothing behind.
import { type BackendName, namedBackends } from '../core/backend-names.js';
import type { Finding, JailProgram, SandboxPolicy } from '../sandbox/backend-contract.js';
import { chooseBackends } from '../sandbox/choose-backend.js';
import { findAbsent } from '../sandbox/find-absent.js';
import { needsOf } from '../sandbox/needs.js';
import { loadBackend } from '../sandbox/registry.js';
import { type Boundary, toWish } from './open-template.js';

export interface Probed {
  readonly backend: BackendName;
  readonly findings: readonly Finding[];
}

/** Those that may be tried for this policy, in turn, until one would run it; where none does, the first. @throws PymcpError as chooseBackends */
export async function probeBackend(policy: SandboxPolicy, boundary: Boundary = {}): Promise<Probed> {
  const [first, ...others] = await chooseBackends(toWish(boundary), needsOf(policy));
  const strongest = await probe(first.backend, policy);
  if (runs(strongest)) return strongest;
  for (const { backend } of others) {
    if ((await findAbsent(await loadBackend(backend), policy.interpreter)) !== null) continue;
    const other = await probe(backend, policy);
    if (runs(other)) return other;
  }
  return strongest;
}

async function probe(backend: BackendName, policy: SandboxPolicy): Promise<Probed> {
  return { backend, findings: await (await loadBackend(backend)).probe(policy) };
}

const runs = ({ findings }: Probed): boolean => findings.every(({ state }) => state !== 'missing');

/**
 * A line for each that a person may name. Cheap: of those that were not probed only the programs are looked for.
 * @param interpreter absolute path
 */
export function listBackends(probed: Probed, interpreter: string): Promise<readonly Finding[]> {
  return Promise.all(namedBackends.map((name) => describe(name, probed, interpreter)));
}

async function describe(name: BackendName, probed: Probed, interpreter: string): Promise<Finding> {
  const line = { group: 'backends', name: `backend-${name}`, level: null } as const;
  if (name === probed.backend) {
    if (runs(probed)) return { ...line, state: 'ok', detail: 'usable, as shown above', fix: null };
    return { ...line, state: 'unused', detail: 'not usable, as shown above', fix: null };
  }
  const programs = await (await loadBackend(name)).listPrograms(interpreter);
  const absent = programs.find((program) => program.state === 'absent');
  if (absent !== undefined)
    return { ...line, state: 'unused', detail: `${absent.name}: ${absent.why}`, fix: absent.fix };
  const found = programs
    .flatMap((program) => (program.state === 'found' ? [`${program.name} ${program.version}`] : []))
    .join(', ');
  return { ...line, state: 'ok', detail: `${found}; pymcp doctor --backend ${name} tries it`, fix: null };
}

/** The programs of the system that the backends need, each once, for `pymcp updates`; those that none is obliged to have only where they are there. */
export async function listJailPrograms(interpreter: string): Promise<readonly JailProgram[]> {
  const [first, ...others] = await Promise.all(
    namedBackends.map(async (name) => (await loadBackend(name)).listPrograms(interpreter)),
  );
  const needed = first ?? [];
  const besides = others
    .flat()
    .filter(({ name, state }) => state === 'found' && !needed.some((one) => one.name === name));
  return [...needed, ...besides];
}
