// One rule of the network: whom it leads to and what may be done there. Data; parse-policy.ts makes it of what a person wrote.
import { type HostPattern, matchesHost, narrowHost, showPattern } from './host-pattern.js';
import { matchesPath, narrowPath, type PathPattern, showPath } from './path-pattern.js';
import type { CanonicalHost } from './canonical-host.js';

/** `tls`: what goes through a tunnel must begin as TLS for that host. `any`: whatever it is. */
export type TunnelKind = 'tls' | 'any';

export interface EgressRule {
  readonly host: HostPattern;
  readonly ports: readonly number[];
  /** Null: every method. */
  readonly methods: readonly string[] | null;
  /** Null: every path. */
  readonly paths: readonly PathPattern[] | null;
  readonly tunnel: TunnelKind;
}

/** A request that the proxy reads, in the clear or inside of TLS that it ends, or a tunnel of which it sees no more than the beginning. */
export type EgressUse = RequestUse | { readonly kind: 'tunnel'; readonly tunnel: TunnelKind };

export interface RequestUse {
  readonly kind: 'request';
  readonly over: 'plain' | 'tls';
  readonly method: string;
  /** Without its query. */
  readonly path: string;
}

export interface EgressTarget {
  readonly host: CanonicalHost;
  readonly port: number;
}

export function leadsTo(rule: EgressRule, { host, port }: EgressTarget): boolean {
  return rule.ports.includes(port) && matchesHost(rule.host, host);
}

export function permits(rule: EgressRule, use: EgressUse): boolean {
  if (use.kind === 'request') return permitsMethod(rule, use.method) && permitsPath(rule, use.path);
  // What cannot be seen cannot be checked: this is TLS that is not ended.
  return isWhole(rule) && (use.tunnel === 'tls' || rule.tunnel === 'any');
}

/** Whether it asks nothing of methods and paths. */
export function isWhole({ methods, paths }: EgressRule): boolean {
  return methods === null && paths === null;
}

/** Exactly what both permit; null where that is nothing. */
export function narrowRule(one: EgressRule, other: EgressRule): EgressRule | null {
  const host = narrowHost(one.host, other.host);
  const ports = one.ports.filter((port) => other.ports.includes(port));
  const methods = narrowList(one.methods, other.methods, (a, b) => (a === b ? a : null));
  const paths = narrowList(one.paths, other.paths, narrowPath);
  if (host === null || ports.length === 0 || methods?.length === 0 || paths?.length === 0) return null;
  const tunnel = one.tunnel === 'any' && other.tunnel === 'any' ? 'any' : 'tls';
  return { host, ports, methods, paths, tunnel };
}

/** In the words of the configuration, as JSON. */
export function showRule({ host, ports, methods, paths, tunnel }: EgressRule): string {
  return JSON.stringify({
    host: showPattern(host),
    ports,
    ...(methods === null ? {} : { methods }),
    ...(paths === null ? {} : { paths: paths.map(showPath) }),
    ...(tunnel === 'any' ? { tunnel } : {}),
  });
}

const permitsMethod = ({ methods }: EgressRule, method: string): boolean =>
  methods === null || methods.includes(method);

const permitsPath = ({ paths }: EgressRule, path: string): boolean =>
  paths === null || paths.some((pattern) => matchesPath(pattern, path));

/** Null is everything. */
function narrowList<T>(
  one: readonly T[] | null,
  other: readonly T[] | null,
  narrow: (one: T, other: T) => T | null,
): readonly T[] | null {
  if (one === null || other === null) return one ?? other;
  return one.flatMap((a) => other.flatMap((b) => narrow(a, b) ?? []));
}
