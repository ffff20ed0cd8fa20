// RECORD of an installed package (PEP 376, PEP 427): which files are its own, with their hashes.

export interface RecordRow {
  /** Relative to site-packages. */
  readonly path: string;
  /** SHA-256, 64 hexadecimal digits; null where none stands there, as of RECORD itself. */
  readonly sha256: string | null;
}

/** null where it is no such file. */
export function parsePackageRecord(text: string): readonly RecordRow[] | null {
  const rows: RecordRow[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const fields = splitLine(line);
    if (fields?.length !== 3) return null;
    const [path = '', hash = ''] = fields;
    const digest = /^sha256=([A-Za-z0-9_-]{43})$/.exec(hash)?.[1];
    if (hash !== '' && digest === undefined) return null;
    rows.push({
      path,
      sha256: digest === undefined ? null : Buffer.from(digest, 'base64url').toString('hex'),
    });
  }
  return rows;
}

/** A field with a comma or a quote in it stands in quotes, and a quote in those twice (RFC 4180). */
function splitLine(line: string): readonly string[] | null {
  const fields: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (let isOpen = true; isOpen;) {
    const found = line.match(pattern);
    if (found === null) return null;
    fields.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    isOpen = found[3] === ',';
  }
  return pattern.lastIndex === line.length ? fields : null;
}
