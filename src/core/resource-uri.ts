// Addresses of files that a client reads as resources: of large results, of sessions, and reports of analyses. Pure.
import { whyNotContained } from './contained-path.js';
import { decodePath, encodePath } from './uri-path.js';

/** A file of a result, of a session or of an analysis; whether it is there, and whose, is for others to say. */
export interface ResourcePlace<Kind extends ResourceKind = 'results' | 'sessions'> {
  readonly kind: Kind;
  readonly id: string;
  /** As src/core/contained-path.ts has it. */
  readonly path: string;
}

/** What part of it is wanted, in bytes; null where the address does not say. */
export interface ResourceAddress<
  Kind extends ResourceKind = 'results' | 'sessions',
> extends ResourcePlace<Kind> {
  readonly offset: number | null;
  readonly length: number | null;
}

type ResourceKind = 'results' | 'sessions' | 'analysis';

/** RFC 6570, one for each kind. */
export const resourceTemplates = {
  results: 'pymcp://results/{result}/{+path}{?offset,length}',
  sessions: 'pymcp://sessions/{session}/{+path}{?offset,length}',
  analysis: 'pymcp://analysis/{analysis}/{+path}{?offset,length}',
} as const satisfies Record<ResourceKind, string>;

export function toResourceUri({ kind, id, path }: ResourcePlace<ResourceKind>, offset = 0): string {
  return `pymcp://${kind}/${id}/${encodePath(path)}${offset === 0 ? '' : `?offset=${offset}`}`;
}

const pattern = /^pymcp:\/\/(results|sessions|analysis)\/([A-Za-z0-9_]{1,64})\/([^?#]+)(?:\?([^#]*))?$/;

/** null where it is no address of ours. path.contained: one that leads elsewhere is none. */
export function parseResourceUri(uri: string): ResourceAddress | null {
  return parseUri(uri, ['results', 'sessions']);
}

/** Likewise, of a report. */
export function parseAnalysisUri(uri: string): ResourceAddress<'analysis'> | null {
  return parseUri(uri, ['analysis']);
}

function parseUri<Kind extends ResourceKind>(
  uri: string,
  kinds: readonly Kind[],
): ResourceAddress<Kind> | null {
  const [, word, id, encoded, query = ''] = uri.match(pattern) ?? [];
  const kind = kinds.find((one) => one === word);
  if (kind === undefined || id === undefined || encoded === undefined) return null;
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
