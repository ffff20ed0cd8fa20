// The address by which a caller reads its own records of the audit log, page by page. Pure.

/** RFC 6570. */
export const auditTemplate = 'pymcp://audit/records{?before}';
export const auditUri = 'pymcp://audit/records';

const pattern =
  /^pymcp:\/\/audit\/records(?:\?before=([0-9a-f]{8}-\d{1,3}\.\d{1,15}(?:_[0-9a-f]{8}-\d{1,3}\.\d{1,15}){0,255}))?$/;

/** @param from the number to go on with, by log; null for the newest */
export function toAuditUri(from: ReadonlyMap<string, number> | null): string {
  if (from === null || from.size === 0) return auditUri;
  return `${auditUri}?before=${[...from].map(([log, number]) => `${log}.${number}`).join('_')}`;
}

/** null where it is no such address. */
export function parseAuditUri(uri: string): { readonly from: ReadonlyMap<string, number> | null } | null {
  const match = uri.match(pattern);
  if (match === null) return null;
  const [, before] = match;
  if (before === undefined) return { from: null };
  const from = before.split('_').map((part): [string, number] => {
    const [log = '', number = ''] = part.split('.');
    return [log, Number(number)];
  });
  return { from: new Map(from) };
}
