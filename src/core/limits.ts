// What one sandbox, and the environment as a whole, may use. Pure data and rules.
// limit.memory limit.cpu: every limit here is reported with the level it really reached (see isolation.ts).
import { PymcpError } from './errors.js';

const KiB = 1024;
const MiB = 1024 * KiB;

/** Bounds of one sandbox. All are positive; bytes and milliseconds are whole numbers. */
export interface Limits {
  /** All memory of the sandbox: processes, tmpfs, memfd, kernel objects. */
  readonly memoryBytes: number;
  /** Share of processors, 0.1 and up. */
  readonly cpus: number;
  /** Processes and threads together. */
  readonly pids: number;
  /** From the moment the code is handed over until the result must be there. */
  readonly wallMs: number;
  /** Of each of stdout and stderr, what a result keeps (as head and tail). */
  readonly outputBytes: number;
  /** Of stdout and stderr together, what a run may write before it is ended. */
  readonly streamBytes: number;
  /** One file (RLIMIT_FSIZE). */
  readonly fileBytes: number;
  /** Each scratch tmpfs (/tmp, /dev/shm, /home/mcp). */
  readonly scratchBytes: number;
  /** Inodes of each scratch tmpfs: an empty file costs about 1 KB of kernel memory (FACTS: 600,000 cost 610 MB). */
  readonly scratchInodes: number;
  /** Descriptors of one process (RLIMIT_NOFILE). */
  readonly openFiles: number;
}

/** What a sandbox is born with; the others are kept by whoever runs programs in it. */
export type JailLimits = Pick<
  Limits,
  'memoryBytes' | 'cpus' | 'pids' | 'fileBytes' | 'scratchBytes' | 'scratchInodes' | 'openFiles'
>;

export const defaultLimits: Limits = {
  memoryBytes: 512 * MiB,
  cpus: 1,
  pids: 64,
  wallMs: 30_000,
  outputBytes: 256 * KiB,
  streamBytes: 64 * MiB,
  fileBytes: 64 * MiB,
  scratchBytes: 64 * MiB,
  scratchInodes: 4096,
  openFiles: 256,
};

/** Bounds of everything that one user's gateways run together. */
export interface TotalLimits {
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pids: number;
}

export const defaultTotalLimits: TotalLimits = { memoryBytes: 1024 * MiB, cpus: 2, pids: 1024 };

/**
 * limit.cpu: seconds of processor time of one process, behind the wall clock and the cgroup. Set by the agent before it
 * runs a program that ends with its process; a session has no such end.
 */
export function toCpuSeconds({ wallMs, cpus }: Limits): number {
  return Math.ceil((wallMs / 1000) * Math.max(1, cpus)) + 5;
}

/** The largest program that is accepted. */
export const maxCodeBytes = MiB;

interface Bound {
  readonly least: number;
  readonly most: number;
  readonly unit: string;
  readonly values: 'whole' | 'any';
}

/** What a person may ask for. Below the least nothing works; above the most no bound would be left. */
export const limitBounds = {
  memoryBytes: { least: 32 * MiB, most: 1024 * 1024 * MiB, unit: 'bytes', values: 'whole' },
  cpus: { least: 0.1, most: 1024, unit: 'processors', values: 'any' },
  pids: { least: 4, most: 32_768, unit: 'processes', values: 'whole' },
  wallMs: { least: 1, most: 24 * 60 * 60 * 1000, unit: 'milliseconds', values: 'whole' },
} as const satisfies Partial<Record<keyof Limits, Bound>>;

/** The limits that a person may set; the others follow from what the jail is. */
export type WantedLimits = Partial<Pick<Limits, keyof typeof limitBounds>>;

/**
 * The default limits with some replaced.
 * @throws PymcpError `input.limit-invalid` where a value is not a number within its bounds
 */
export function parseLimits(wanted: WantedLimits): Limits {
  const limits: { -readonly [Name in keyof Limits]: Limits[Name] } = { ...defaultLimits };
  for (const [name, bound] of Object.entries(limitBounds) as [keyof WantedLimits, Bound][]) {
    const value = wanted[name];
    if (value !== undefined) limits[name] = parseLimit(name, value, bound);
  }
  return limits;
}

function parseLimit(name: string, value: number, { least, most, unit, values }: Bound): number {
  const isNumber = values === 'whole' ? Number.isInteger(value) : Number.isFinite(value);
  if (isNumber && value >= least && value <= most) return value;
  const wanted = values === 'whole' ? 'a whole number' : 'a number';
  throw new PymcpError(
    'input.limit-invalid',
    `the limit ${name} is ${String(value)}, which is not ${wanted} between ${least} and ${most} ${unit}`,
    `give ${wanted} from ${least} to ${most}`,
  );
}
