// The page of a project, in the two forms that there are: PEP 503 with PEP 592 and 658, and PEP 691.
import { type BuiltArchive, toBuilt } from './make-wheel.js';

export interface Listing {
  /** The project on whose page it stands, where that is not the archive's own. */
  readonly project?: string;
  /** Why it is yanked (PEP 592). */
  readonly yanked?: string;
  /** What the page says of its bytes, where that is not so; null: it says nothing. */
  readonly sha256?: string | null;
  /** Where it is to be had, where that is not here. */
  readonly url?: string;
}

export interface Listed {
  readonly archive: BuiltArchive;
  readonly listing: Listing;
  /** Absolute, or from the root of the index. */
  readonly url: string;
}

const saidHash = ({ archive, listing }: Listed): string | null =>
  listing.sha256 === undefined ? archive.sha256 : listing.sha256;

const metadataHash = ({ archive, listing }: Listed): string | null =>
  archive.metadata !== undefined && archive.file.endsWith('.whl') && listing.url === undefined
    ? toBuilt(Buffer.from(archive.metadata), '').sha256
    : null;

export function toHtml(project: string, listed: readonly Listed[]): string {
  const lines = listed.map((one) => {
    const { archive, listing, url } = one;
    const [hash, metadata] = [saidHash(one), metadataHash(one)];
    const attributes = [
      ['href', hash === null ? url : `${url}#sha256=${hash}`],
      ...(archive.python === undefined ? [] : [['data-requires-python', archive.python]]),
      ...(listing.yanked === undefined ? [] : [['data-yanked', listing.yanked]]),
      ...(metadata === null ? [] : [['data-core-metadata', `sha256=${metadata}`]]),
      ...(metadata === null ? [] : [['data-dist-info-metadata', `sha256=${metadata}`]]),
    ];
    const said = attributes.map(([key = '', value = '']) => `${key}="${escape(value)}"`).join(' ');
    return `<a ${said}>${escape(archive.file)}</a><br>\n`;
  });
  return `<!DOCTYPE html>
<html><head><meta name="pypi:repository-version" content="1.0"><title>${escape(project)}</title></head>
<body>
${lines.join('')}</body></html>
`;
}

export function toJson(project: string, listed: readonly Listed[]): string {
  const files = listed.map((one) => {
    const { archive, listing, url } = one;
    const [hash, metadata] = [saidHash(one), metadataHash(one)];
    return {
      ...{ filename: archive.file, url, hashes: hash === null ? {} : { sha256: hash } },
      ...(archive.python === undefined ? {} : { 'requires-python': archive.python }),
      ...(listing.yanked === undefined ? {} : { yanked: listing.yanked === '' ? true : listing.yanked }),
      // Not under its old name too: pip before 23.2 fails at that (PEP 714, Rationale).
      ...(metadata === null ? {} : { 'core-metadata': { sha256: metadata } }),
    };
  });
  return JSON.stringify({ meta: { 'api-version': '1.0' }, name: project, files });
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);
