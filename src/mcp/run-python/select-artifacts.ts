// Which files and images of a run go to the client, and how: short text in the result, what is not large beside it, and
// what is large as the address of a resource that it reads in parts. The library's own client ends a connection on which a
// message has more than 10 MB.
import type { ExecutionResult } from '../../core/execution-result.js';
import type { OutputFile, StoredBytes } from '../../core/exchanged-file.js';
import type { Shelf } from '../../services/python/result-store.js';

/** Bytes before base64, which makes a third more of them. */
const mostImageBytes = 5 * 1024 * 1024;
const mostAttachedBytes = 512 * 1024;
/** Characters of files that a model reads. */
const mostTextCharacters = 40_000;
/** Of values as HTML, as they stand in the message. */
const mostHtmlCharacters = 256 * 1024;

export type Delivery =
  | { readonly how: 'content'; readonly text: string }
  | { readonly how: 'resource'; readonly bytes: Buffer }
  | { readonly how: 'link'; readonly uri: string }
  /** `why` stands after "it". */
  | { readonly how: 'left out'; readonly why: string };

/** A value as HTML. */
export interface SelectedPage {
  readonly path: string;
  readonly html: string;
  readonly delivery: Extract<Delivery, { how: 'link' | 'left out' }> | { readonly how: 'resource' };
}

export interface SelectedArtifacts {
  readonly files: readonly { readonly file: OutputFile; readonly delivery: Delivery }[];
  readonly filesOmitted: number;
  readonly images: readonly Buffer[];
  readonly imagesOmitted: number;
  readonly pages: readonly SelectedPage[];
  readonly pagesOmitted: number;
}

/**
 * First come, first served.
 * @param shelf keeps what the client gets as an address; without one it is left out
 */
export function selectArtifacts(result: ExecutionResult, shelf: Shelf | null): SelectedArtifacts {
  const takeImage = budgetOf(mostImageBytes);
  const images = result.images.filter((png) => takeImage(png.length));
  const link: Link = (path, bytes) => {
    const uri = shelf?.keep(path, bytes) ?? null;
    return uri === null ? { how: 'left out', why: 'is too large for this result' } : { how: 'link', uri };
  };
  const pages = selectPages(result, link);
  const pagesLeftOut = pages.filter(({ delivery }) => delivery.how === 'left out').length;
  return {
    files: selectFiles(result, link),
    filesOmitted: result.filesOmitted,
    images,
    imagesOmitted: result.imagesOmitted + result.images.length - images.length,
    pages,
    pagesOmitted: result.htmlOmitted + pagesLeftOut,
  };
}

type Link = (path: string, bytes: Buffer | StoredBytes) => Extract<Delivery, { how: 'link' | 'left out' }>;

function selectFiles({ files }: ExecutionResult, link: Link): SelectedArtifacts['files'] {
  const takeText = budgetOf(mostTextCharacters);
  const takeAttached = budgetOf(mostAttachedBytes);
  const deliver = ({ path, content }: OutputFile): Delivery => {
    if (content.kind === 'left out') return { how: 'left out', why: content.why };
    if (content.kind === 'stored') return link(path, content.bytes);
    const { bytes } = content;
    const text = toText(bytes);
    if (text !== null && takeText(text.length)) return { how: 'content', text };
    return takeAttached(bytes.length) ? { how: 'resource', bytes } : link(path, bytes);
  };
  return files.map((file) => ({ file, delivery: deliver(file) }));
}

function selectPages({ html, files }: ExecutionResult, link: Link): SelectedPage[] {
  const take = budgetOf(mostHtmlCharacters);
  const taken = new Set(files.map(({ path }) => path));
  let number = 0;
  return html.map((page) => {
    do number += 1;
    while (taken.has(`display-${number}.html`));
    const path = `display-${number}.html`;
    const isSmall = take(JSON.stringify(page).length);
    return { path, html: page, delivery: isSmall ? { how: 'resource' } : link(path, Buffer.from(page)) };
  });
}

function budgetOf(most: number): (size: number) => boolean {
  let left = most;
  return (size) => {
    if (size > left) return false;
    left -= size;
    return true;
  };
}

function toText(bytes: Buffer): string | null {
  if (bytes.length > 4 * mostTextCharacters || bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
