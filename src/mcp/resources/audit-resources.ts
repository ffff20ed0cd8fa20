// audit.chain: the records of what a caller did, as a resource for it alone: the newest first, in pages. What another caller did is
// not there for it, whatever address it makes up: an address says where to go on, and never whose records.
import { showStart } from '../../core/show-start.js';
import {
  type ReadResourceResult,
  ResourceNotFoundError,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import type { Audit } from '../../audit/open-audit.js';
import { auditTemplate, auditUri, parseAuditUri, toAuditUri } from '../../core/audit-uri.js';
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import type { ResourceRoot } from '../offer.js';

const metaKey = 'isolated-pymcp/part';
const mimeType = 'application/json';
const title = 'Your records in the audit log';
const description =
  'What the gateway has written down of your executions: when, under which limits, how they ended. The newest first; ' +
  '`next` is the address of the page behind it.';

/** None where nothing is recorded. */
export function auditResources(audit: Audit | null, caller: Caller): readonly ResourceRoot[] {
  if (audit === null) return [];
  return [
    {
      prefix: 'pymcp://audit/',
      template: { name: 'audit-records', title, uriTemplate: auditTemplate, description, mimeType },
      list: () => [{ uri: auditUri, name: 'audit-records', title, description, mimeType }],
      read: (uri) => readRecords(audit, caller, uri),
      toWhole: (uri) => (parseAuditUri(uri) === null ? null : auditUri),
      complete: () => [],
    },
  ];
}

async function readRecords(audit: Audit, caller: Caller, uri: string): Promise<ReadResourceResult> {
  const address = parseAuditUri(uri);
  if (address === null)
    throw new ResourceNotFoundError(showStart(uri, 300), `the uri is no address here; ${auditUri} is`);
  try {
    const page = await audit.readOwn(caller, address.from);
    const next = page.next === null ? null : toAuditUri(page.next);
    const text = JSON.stringify({ records: page.records, next }, null, 1);
    return { contents: [{ uri, mimeType, text, _meta: { [metaKey]: { next } } }] };
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    const { message, hint, code } = error;
    throw new ProtocolError(ProtocolErrorCode.InternalError, `${message}; ${hint}`, { code });
  }
}
