// Every setting, once: its key in the file, its flag, its variable, what fits, the default. The schema of the file, the reader
// of the environment, the options of the commands, their errors and docs/configuration.md are made of these rows, so that
// they cannot say different things.
import { defaultLimits, limitBounds } from '../core/limits.js';
import type { NumberBounds } from '../core/parse-number.js';
import { defaultServices } from '../core/service-names.js';
import { defaultSessionBounds } from '../core/session-bounds.js';
import { boundaryRows } from './boundary-rows.js';
import { codeRows } from './code-rows.js';
import { githubRows } from './github-rows.js';
import { logRows } from './log-rows.js';
import { networkRows } from './network-rows.js';
import { redactionRows } from './redaction-rows.js';
import { scriptRows } from './script-rows.js';

const MiB = 1024 * 1024;
const week = 7 * 24 * 60 * 60;

export type SettingKind =
  | ({ readonly type: 'number' } & Required<NumberBounds>)
  | { readonly type: 'boolean' }
  | { readonly type: 'choice'; readonly choices: readonly string[] }
  | {
      readonly type:
        | 'services'
        | 'environment'
        | 'folder'
        | 'file'
        | 'host'
        | 'names'
        | 'network'
        | 'bindings'
        | 'repositories'
        | 'packages'
        | 'address';
    };

export interface SettingRow {
  /** Names with periods between: its place in the file. */
  readonly key: string;
  /** As commander takes it; one that turns something off begins with `--no-`. */
  readonly flag: string;
  readonly kind: SettingKind;
  /** In the units of the file; null where there is none. */
  readonly fallback: number | boolean | string | null;
  /** What is so where there is no default. */
  readonly otherwise?: string;
  /** For the help, the schema and the documentation: no period. */
  readonly help: string;
}

const whole = (least: number, most: number, unit: string) =>
  ({ type: 'number', values: 'whole', least, most, unit }) as const;
const any = (least: number, most: number, unit: string) =>
  ({ type: 'number', values: 'any', least, most, unit }) as const;
const boolean = { type: 'boolean' } as const;
const choice = (...choices: readonly string[]) => ({ type: 'choice', choices }) as const;

/** Of every gateway, over stdio and over HTTP. */
export const gatewayRows = [
  {
    key: 'services',
    flag: '--services <names>',
    kind: { type: 'services' },
    fallback: defaultServices.join(','),
    help: 'services to offer, with commas between, or all',
  },
  {
    key: 'workspace.folder',
    flag: '--workspace <dir>',
    kind: { type: 'folder' },
    fallback: null,
    otherwise: 'none',
    help: 'show a folder to the programs, as /workspace',
  },
  {
    key: 'workspace.writable',
    flag: '--writable',
    kind: boolean,
    fallback: false,
    help: 'let the programs write to the workspace',
  },
  {
    key: 'environment',
    flag: '--env <name>',
    kind: { type: 'environment' },
    fallback: 'python',
    help: 'Python environment, where the call names none',
  },
  {
    key: 'limits.timeoutSeconds',
    flag: '--timeout <seconds>',
    kind: any(limitBounds.wallMs.least / 1000, limitBounds.wallMs.most / 1000, 'seconds'),
    fallback: defaultLimits.wallMs / 1000,
    help: 'end a program after this time, where the call names none',
  },
  {
    key: 'limits.memoryMb',
    flag: '--memory <MB>',
    kind: any(limitBounds.memoryBytes.least / MiB, limitBounds.memoryBytes.most / MiB, 'megabytes'),
    fallback: defaultLimits.memoryBytes / MiB,
    help: 'memory of the whole sandbox',
  },
  {
    key: 'strict',
    flag: '--strict',
    kind: boolean,
    fallback: false,
    help: 'refuse to run where a limit is not enforced by the kernel',
  },
  {
    key: 'sessions.most',
    flag: '--sessions <n>',
    kind: whole(1, 4096, 'sessions'),
    fallback: defaultSessionBounds.most,
    help: 'sessions at once; beyond it the one that was idle longest is closed',
  },
  {
    key: 'sessions.mostPerCaller',
    flag: '--sessions-per-caller <n>',
    kind: whole(1, 4096, 'sessions'),
    fallback: null,
    otherwise: 'half of all; over stdio all',
    help: 'sessions at once of one caller',
  },
  {
    key: 'sessions.idleSeconds',
    flag: '--session-idle <seconds>',
    kind: any(1, week, 'seconds'),
    fallback: defaultSessionBounds.idleMs / 1000,
    help: 'close a session that was not used for this time',
  },
  {
    key: 'audit.enabled',
    flag: '--no-audit',
    kind: boolean,
    fallback: true,
    help: 'the audit log, which has every run before it begins',
  },
  {
    key: 'audit.sync',
    flag: '--audit-sync <when>',
    kind: choice('second', 'record'),
    fallback: 'second',
    help: 'when the audit log outlasts a power cut: within a second, or each record before its run',
  },
  {
    key: 'audit.code',
    flag: '--audit-code <how>',
    kind: choice('hash', 'text'),
    fallback: 'hash',
    help: 'what the audit log has of a program: its hash and size, or its text too',
  },
  {
    key: 'audit.fileMb',
    flag: '--audit-file <MB>',
    kind: any(0.01, 1024, 'megabytes'),
    fallback: 16,
    help: 'size from which on the audit log goes on in another file',
  },
  {
    key: 'audit.keepDays',
    flag: '--audit-keep <days>',
    kind: any(0.001, 36_500, 'days'),
    fallback: null,
    otherwise: 'for ever',
    help: 'remove records of the audit log that are older',
  },
  ...codeRows,
  ...boundaryRows,
  ...networkRows,
  ...scriptRows,
  ...githubRows,
  ...redactionRows,
  ...logRows,
] as const satisfies readonly SettingRow[];

/** Of a gateway that listens. */
export const httpRows = [
  {
    key: 'http.port',
    flag: '--port <n>',
    kind: whole(0, 65_535, ''),
    fallback: 3001,
    help: 'port to listen on; 0 takes any that is free',
  },
  {
    key: 'http.host',
    flag: '--host <address>',
    kind: { type: 'host' },
    fallback: '127.0.0.1',
    help: 'loopback address to listen on; any other is refused',
  },
  {
    key: 'http.ipv6',
    flag: '--ipv6',
    kind: boolean,
    fallback: false,
    help: 'listen on ::1 too',
  },
  {
    key: 'http.socket',
    flag: '--no-socket',
    kind: boolean,
    fallback: true,
    help: 'a Unix socket for programs of this user',
  },
  {
    key: 'http.requestsPerMinute',
    flag: '--requests-per-minute <n>',
    kind: whole(1, 1_000_000, 'requests'),
    fallback: 600,
    help: 'requests a minute of one token',
  },
  {
    key: 'http.totalRequestsPerMinute',
    flag: '--total-requests-per-minute <n>',
    kind: whole(1, 1_000_000, 'requests'),
    fallback: 6000,
    help: 'requests a minute of all together',
  },
  {
    key: 'http.concurrentCalls',
    flag: '--concurrent-calls <n>',
    kind: whole(1, 4096, 'calls'),
    fallback: 16,
    help: 'calls at once of one token',
  },
  {
    key: 'http.totalConcurrentCalls',
    flag: '--total-concurrent-calls <n>',
    kind: whole(1, 4096, 'calls'),
    fallback: 64,
    help: 'calls at once of all together',
  },
  {
    key: 'http.connections',
    flag: '--connections <n>',
    kind: whole(1, 65_536, 'connections'),
    fallback: 256,
    help: 'connections at once',
  },
  {
    key: 'http.bodyMb',
    flag: '--body <MB>',
    kind: any(0.01, 64, 'megabytes'),
    fallback: 4,
    help: 'largest request',
  },
  {
    key: 'http.idleSeconds',
    flag: '--http-idle <seconds>',
    kind: any(1, week, 'seconds'),
    fallback: 1800,
    help: 'end a protocol session of a 2025-era client that was not used for this time',
  },
  {
    key: 'http.stopSeconds',
    flag: '--stop-within <seconds>',
    kind: any(0, 600, 'seconds'),
    fallback: 10,
    help: 'when told to stop, wait this long for what runs',
  },
] as const satisfies readonly SettingRow[];

export const settingRows = [...gatewayRows, ...httpRows] as const;

type Row = (typeof settingRows)[number];
export type SettingKey = Row['key'];

/** Of a value: a number, true or false, or text. */
export type SettingValue<Key extends SettingKey = SettingKey> = Extract<Row, { key: Key }>['kind'] extends {
  type: 'number';
}
  ? number
  : Extract<Row, { key: Key }>['kind'] extends { type: 'boolean' }
    ? boolean
    : string;

/** `PYMCP_` and the flag. */
export function variableOf({ flag }: SettingRow): string {
  return `PYMCP_${flagWord(flag).replace(/^no-/, '').toUpperCase().replaceAll('-', '_')}`;
}

/** Of `--session-idle <seconds>`: `--session-idle`. */
export function flagOf({ flag }: SettingRow): string {
  return `--${flagWord(flag)}`;
}

const flagWord = (flag: string): string => flag.split(' ')[0]?.slice(2) ?? '';
