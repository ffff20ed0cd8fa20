// The settings of a gateway, in our units.
import type { BackendChoice } from '../core/backend-names.js';
import type { OuterBoundary } from '../core/outer-boundary.js';
import { resolve } from 'node:path';
import { parseAllowedPackages } from '../core/allowed-packages.js';
import { PymcpError } from '../core/errors.js';
import { parseRepositoryPatterns } from '../core/github-repository.js';
import { parseLoopbackHost } from '../core/loopback-host.js';
import { parseEnvironmentName } from '../core/names.js';
import { isInside } from '../core/refused-folders.js';
import { parseSecretNames } from '../core/secret-names.js';
import { parseServiceNames } from '../core/service-names.js';
import { toFairShare } from '../core/session-bounds.js';
import { realpath } from '../host/files.js';
import {
  loadSettingValues,
  originKinds,
  type SettingSources,
  type SettingValues,
} from './load-setting-values.js';
import { toBindingEntries } from './parse-bindings.js';
import { toNetworkEntries } from './parse-network.js';
import type { SettingKey, SettingValue } from './setting-rows.js';
import type {
  AuditSettings,
  CodeSettings,
  GitHubSettings,
  HttpSettings,
  LogLevel,
  Settings,
  WorkspaceSettings,
} from './settings.js';

const MiB = 1024 * 1024;

export interface LoadOptions extends SettingSources {
  /** Whether one caller may have all sessions where nobody says how many; `many` where it is left out. */
  readonly callers?: 'one' | 'many';
}

/** @throws PymcpError as loadSettingValues, and `usage.invalid`, `config.unsafe` */
export async function loadSettings(options: LoadOptions): Promise<Settings> {
  return toSettings(await loadSettingValues(options), options.callers ?? 'many');
}

async function toSettings(loaded: SettingValues, callers: 'one' | 'many'): Promise<Settings> {
  const get = <Key extends SettingKey>(key: Key): SettingValue<Key> => getValue(loaded, key);
  const workspace = await toWorkspace(loaded);
  const most = get('sessions.most');
  const mostPerCaller = findValue(loaded, 'sessions.mostPerCaller');
  return {
    services: parseServiceNames(get('services')),
    ...(workspace === null ? {} : { workspace }),
    environment: parseEnvironmentName(get('environment')),
    strict: get('strict'),
    // The choices are those of the rows.
    backend: get('backend') as BackendChoice,
    outerBoundary: get('outerBoundary') as OuterBoundary,
    limits: {
      wallMs: toMs(get('limits.timeoutSeconds')),
      memoryBytes: toBytes(get('limits.memoryMb')),
    },
    network: {
      allow: toNetworkEntries(findValue(loaded, 'network.allow')),
      secrets: toBindingEntries(findValue(loaded, 'network.secrets')),
    },
    scripts: {
      packages: parseAllowedPackages(findValue(loaded, 'scripts.packages') ?? ''),
      index: findValue(loaded, 'scripts.index'),
    },
    code: toCode(loaded),
    sessions: {
      most,
      mostPerCaller: Math.min(most, mostPerCaller ?? (callers === 'one' ? most : toFairShare(most))),
      idleMs: toMs(get('sessions.idleSeconds')),
    },
    audit: toAudit(loaded, get),
    secrets: loaded.secrets,
    github: toGitHub(loaded, get),
    redaction: {
      names: parseSecretNames(get('redaction.names')),
      file: findValue(loaded, 'redaction.file'),
    },
    log: { level: toLevel(get('log.level')), format: get('log.format') === 'json' ? 'json' : 'text' },
    http: toHttp(get),
  };
}

/** The choices are those of the row. */
function toLevel(text: string): LogLevel {
  return text as LogLevel;
}

/** The choices are those of the rows. */
function toAudit(
  loaded: SettingValues,
  get: <Key extends SettingKey>(key: Key) => SettingValue<Key>,
): AuditSettings {
  const keepDays = findValue(loaded, 'audit.keepDays');
  return {
    enabled: get('audit.enabled'),
    sync: get('audit.sync') === 'record' ? 'record' : 'second',
    code: get('audit.code') === 'text' ? 'text' : 'hash',
    fileBytes: toBytes(get('audit.fileMb')),
    keepMs: keepDays === null ? null : toMs(keepDays * 24 * 60 * 60),
  };
}

function toCode(loaded: SettingValues): CodeSettings {
  const name = findValue(loaded, 'code.environment');
  return { environment: name === null ? null : parseEnvironmentName(name) };
}

function toGitHub(
  loaded: SettingValues,
  get: <Key extends SettingKey>(key: Key) => SettingValue<Key>,
): GitHubSettings {
  const repositories = findValue(loaded, 'github.repositories');
  return {
    repositories: repositories === null ? null : parseRepositoryPatterns(repositories),
    write: get('github.write'),
    apiUrl: findValue(loaded, 'github.apiUrl'),
  };
}

function toHttp(get: <Key extends SettingKey>(key: Key) => SettingValue<Key>): HttpSettings {
  return {
    port: get('http.port'),
    host: parseLoopbackHost('http.host', get('http.host')),
    ipv6: get('http.ipv6'),
    socket: get('http.socket'),
    requestsPerMinute: get('http.requestsPerMinute'),
    totalRequestsPerMinute: get('http.totalRequestsPerMinute'),
    concurrentCalls: get('http.concurrentCalls'),
    totalConcurrentCalls: get('http.totalConcurrentCalls'),
    connections: get('http.connections'),
    bodyBytes: toBytes(get('http.bodyMb')),
    idleMs: toMs(get('http.idleSeconds')),
    stopMs: toMs(get('http.stopSeconds')),
  };
}

/**
 * Who names a folder says how it is shared: what a file says of its own folder does not make another one writable.
 * fail.closed: a file that guests could write is not obeyed.
 */
async function toWorkspace(loaded: SettingValues): Promise<WorkspaceSettings | null> {
  const folder = loaded.values.get('workspace.folder');
  const access = loaded.values.get('workspace.writable');
  const isAsked = access?.value === true;
  if (typeof folder?.value !== 'string') {
    if (isAsked) throw writableOfNothing(access.where);
    return null;
  }
  const belongs = originKinds.indexOf(access?.origin ?? 'default') <= originKinds.indexOf(folder.origin);
  const writable = isAsked && belongs;
  const path = await realpath(resolve(folder.value)).catch(() => null);
  if (writable && path !== null && loaded.path !== null && isInside(loaded.path, path))
    throw ownConfiguration(loaded.path);
  return { folder: folder.value, writable };
}

function writableOfNothing(where: string): PymcpError {
  return new PymcpError(
    'usage.invalid',
    `${where} says how to share a workspace, and there is none`,
    'name it: --workspace DIR --writable',
  );
}

function ownConfiguration(path: string): PymcpError {
  return new PymcpError(
    'config.unsafe',
    `the configuration ${path} lies in the workspace, where programs could write it`,
    'move it elsewhere, or leave the workspace read-only',
  );
}

function getValue<Key extends SettingKey>(loaded: SettingValues, key: Key): SettingValue<Key> {
  const value = findValue(loaded, key);
  if (value === null) throw new Error(`the setting ${key} has no value`);
  return value;
}

/** What was parsed by the row of the key has the type of the row. */
function findValue<Key extends SettingKey>({ values }: SettingValues, key: Key): SettingValue<Key> | null {
  return (values.get(key)?.value ?? null) as SettingValue<Key> | null;
}

const toMs = (seconds: number): number => Math.round(seconds * 1000);
const toBytes = (megabytes: number): number => Math.round(megabytes * MiB);
