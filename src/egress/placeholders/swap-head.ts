// secret.unseen: what stands before the body of a request, with secrets in the place of their placeholders, or why it goes nowhere.
import type { MetIn, RunSecrets } from './run-secrets.js';
import { swapText, type Swapped } from './swap-text.js';

export interface RequestHead {
  /** With its query. */
  readonly path: string;
  /** Name and value in turn. */
  readonly rawHeaders: readonly string[];
}

export type SwappedHead =
  | ({ readonly kind: 'swapped' } & RequestHead)
  | { readonly kind: 'refused'; readonly why: string; readonly hint: string };

export function swapHead(secrets: RunSecrets, met: MetIn, head: RequestHead): SwappedHead {
  const path = swapTarget(secrets, met, head.path);
  if (path.kind === 'refused') return path;
  const rawHeaders: string[] = [];
  for (const [index, text] of head.rawHeaders.entries()) {
    const isName = index % 2 === 0;
    const swapped = isName
      ? swapText(text, secrets.refusalsFor('the name of a header'))
      : swapHeader(secrets, met, head.rawHeaders[index - 1] ?? '', text);
    if (swapped.kind === 'refused') return swapped;
    rawHeaders.push(swapped.text);
  }
  return { kind: 'swapped', path: path.text, rawHeaders };
}

function swapTarget(secrets: RunSecrets, met: MetIn, target: string): Swapped {
  const end = target.indexOf('?');
  const path = end < 0 ? target : target.slice(0, end);
  const swappedPath = swapText(path, secrets.refusalsFor('the path of the address'));
  if (swappedPath.kind === 'refused' || end < 0) return swappedPath;
  const query = swapText(target.slice(end), secrets.answersFor(met, { place: 'query' }, spellInQuery));
  return query.kind === 'refused' ? query : { kind: 'swapped', text: path + query.text };
}

function swapHeader(secrets: RunSecrets, met: MetIn, name: string, value: string): Swapped {
  const spot = { place: 'headers', header: name } as const;
  const [, scheme, login] = value.match(/^(basic +)([a-z0-9+/_-]+=*) *$/i) ?? [];
  if (scheme === undefined || login === undefined || name.toLowerCase() !== 'authorization')
    return swapText(value, secrets.answersFor(met, spot, spellInHeader));
  // RFC 7617: user and password, either of which may be one.
  const plain = Buffer.from(login, 'base64').toString('latin1');
  const swapped = swapText(plain, secrets.answersFor(met, spot, spellInLogin));
  if (swapped.kind === 'refused' || swapped.text === plain)
    return swapped.kind === 'refused' ? swapped : { kind: 'swapped', text: value };
  return { kind: 'swapped', text: scheme + Buffer.from(swapped.text, 'latin1').toString('base64') };
}

const spellInQuery = (value: string): Buffer => Buffer.from(encodeURIComponent(value));

const spellInLogin = (value: string): Buffer => Buffer.from(value);

/** What Node.js writes for it is what the value is. */
const spellInHeader = (value: string): Buffer | null =>
  /^[\x20-\x7e]+$/.test(value) ? Buffer.from(value) : null;
