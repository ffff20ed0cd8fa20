// What a gateway is told, in our units. Pure types.
import type { AllowedPackage } from '../core/allowed-packages.js';
import type { BackendChoice } from '../core/backend-names.js';
import type { RepositoryPattern } from '../core/github-repository.js';
import type { LoopbackHost } from '../core/loopback-host.js';
import type { WantedLimits } from '../core/limits.js';
import type { EnvironmentName, SecretName } from '../core/names.js';
import type { OuterBoundary } from '../core/outer-boundary.js';
import type { ServiceName } from '../core/service-names.js';
import type { SessionBounds } from '../core/session-bounds.js';
import type { SecretSettings } from './secret-settings.js';

export interface Settings {
  readonly services: readonly ServiceName[];
  readonly workspace?: WorkspaceSettings;
  readonly environment: EnvironmentName;
  readonly strict: boolean;
  readonly backend: BackendChoice;
  readonly outerBoundary: OuterBoundary;
  readonly limits: Required<Pick<WantedLimits, 'wallMs' | 'memoryBytes'>>;
  readonly network: NetworkSettings;
  readonly scripts: ScriptSettings;
  readonly code: CodeSettings;
  readonly sessions: SessionBounds;
  readonly audit: AuditSettings;
  /** By name; of the file alone. */
  readonly secrets: ReadonlyMap<string, SecretSettings>;
  readonly github: GitHubSettings;
  readonly redaction: RedactionSettings;
  readonly log: LogSettings;
  readonly http: HttpSettings;
}

/** As they were written: src/egress/ says what they mean. */
export interface NetworkSettings {
  /** net.none: hosts, presets and rules that programs may reach; none: no network. */
  readonly allow: readonly unknown[];
  /** secret.unseen: which secrets go to which of them. */
  readonly secrets: readonly unknown[];
}

/** Of programs that ask for packages by a block of their own (PEP 723). */
export interface ScriptSettings {
  /** What may get into an environment that a program asks for; none: no program is given one. */
  readonly packages: readonly AllowedPackage[];
  /** null: that of the preset pypi. */
  readonly index: string | null;
}

/** Of the language server. */
export interface CodeSettings {
  /** Whose packages it knows; null: that of calls that name none. */
  readonly environment: EnvironmentName | null;
}

/** Of the service github. */
export interface GitHubSettings {
  /** null: that of the git remote of the workspace. */
  readonly repositories: readonly RepositoryPattern[] | null;
  readonly write: boolean;
  /** null: that of github.com, or what GITHUB_API_URL names. */
  readonly apiUrl: string | null;
}

/** secret.unlogged: where the values are that are masked wherever they come out. */
export interface RedactionSettings {
  /** Of variables of this process. */
  readonly names: readonly SecretName[];
  readonly file: string | null;
}

/** Of what a gateway says of itself. */
export interface LogSettings {
  /** This and what is graver. */
  readonly level: LogLevel;
  readonly format: 'text' | 'json';
}

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** audit.chain: of the log of what runs. */
export interface AuditSettings {
  readonly enabled: boolean;
  readonly sync: 'record' | 'second';
  readonly code: 'hash' | 'text';
  readonly fileBytes: number;
  /** null: for ever. */
  readonly keepMs: number | null;
}

export interface WorkspaceSettings {
  /** Not checked yet: see openWorkspace. */
  readonly folder: string;
  readonly writable: boolean;
}

/** Bounds of one gateway that listens. */
export interface HttpSettings {
  /** 0 takes any that is free. */
  readonly port: number;
  readonly host: LoopbackHost;
  /** Listen on ::1 too. */
  readonly ipv6: boolean;
  /** Listen on a Unix socket too. */
  readonly socket: boolean;
  /** Of one token. */
  readonly requestsPerMinute: number;
  readonly totalRequestsPerMinute: number;
  /** Of one token. */
  readonly concurrentCalls: number;
  readonly totalConcurrentCalls: number;
  readonly connections: number;
  readonly bodyBytes: number;
  /** Of a protocol session of a 2025-era client. */
  readonly idleMs: number;
  /** Until a stop no longer waits for what runs. */
  readonly stopMs: number;
}
