// Addresses of files that a client reads as resources: of large results, and of sessions. Pure.
import { whyNotContained } from './contained-path.js';
import { decodePath, encodePath } from './uri-path.js';

/** A file of a result or of a session; whether it is there, and whose, is for others to say. */
export interface ResourcePlace {
  readonly kind: 'results' | 'sessions';
  readonly id: string;
  /** As src/core/contained-path.ts has it. */
  readonly path: string;
}

/** What part of it is wanted, in bytes; null where the address does not say. */
export interface ResourceAddress extends ResourcePlace {
  readonly offset: number | null;
  readonly length: number | null;
}

/** RFC 6570, one for each kind. */
export const resourceTemplates = {
  results: 'pymcp://results/{result}/{+path}{?offset,length}',
  sessions: 'pymcp://sessions/{session}/{+path}{?offset,length}',
} as const satisfies Record<ResourcePlace['kind'], string>;

export function toResourceUri({ kind, id, path }: ResourcePlace, offset = 0): string {
  return `pymcp://${kind}/${id}/${encodePath(path)}${offset === 0 ? '' : `?offset=${offset}`}`;
}

const pattern = /^pymcp:\/\/(results|sessions)\/([A-Za-z0-9_]{1,64})\/([^?#]+)(?:\?([^#]*))?$/;

/** null where it is no address of ours. path.contained: one that leads elsewhere is none. */
export function parseResourceUri(uri: string): ResourceAddress | null {
  const [, kind, id, encoded, query = ''] = uri.match(pattern) ?? [];
  if ((kind !== 'results' && kind !== 'sessions') || id === undefined || encoded === undefined) return null;
  const path = decodePath(encoded);
  const part = parseQuery(query);
  if (path === null || whyNotContained(path) !== null || part === null) return null;
  return { kind, id, path, ...part };
}

function parseQuery(query: string): Pick<ResourceAddress, 'offset' | 'length'> | null {
  const wanted = new Map<string, number>();
  for (const pair of query.split('&').filter((one) => one !== '')) {
    const [, name = '', digits = ''] = /^(offset|length)=(\d{1,15})$/.exec(pair) ?? [];
    if (name === '' || wanted.has(name)) return null;
    wanted.set(name, Number(digits));
  }
  return { offset: wanted.get('offset') ?? null, length: wanted.get('length') ?? null };
}
