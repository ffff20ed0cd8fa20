// audit.chain: what `pymcp audit verify` says of the files of a log of which any was changed: key, head or records.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type AuditPlaces, headFile, logName, segmentFile } from '../../../src/audit/audit-places.js';
import { keyIdOf } from '../../../src/audit/chain.js';
import { headBytes, renderHead } from '../../../src/audit/head.js';
import { makeLog, testKey } from '../../../src/audit/log.test-support.js';
import { verifyAudit } from '../../../src/audit/verify-audit.js';
import { type Check, type FuzzTarget, fuzzTargetWith } from '../fuzz-target.js';
import { mutatedBytes } from '../mutations.js';
import { assertRefusal } from '../refused.js';

const log = logName(keyIdOf(testKey), 0);
const { lines, head } = makeLog(4, { log });

type Files = Readonly<Record<'key' | 'head' | 'first' | 'second', Buffer>>;

function originalFiles(): Files {
  const place = Buffer.alloc(headBytes);
  const { position, bytes } = renderHead(testKey, log, head);
  bytes.copy(place, position);
  return {
    key: Buffer.from(`${testKey.toString('hex')}\n`),
    head: place,
    first: Buffer.concat(lines.slice(0, 2)),
    second: Buffer.concat(lines.slice(2)),
  };
}

const original = originalFiles();

const changed = fc
  .constantFrom<keyof Files>('key', 'head', 'first', 'second', 'first', 'second')
  .chain((name) =>
    mutatedBytes(fc.constant(original[name])).map((bytes): Files => ({ ...original, [name]: bytes })),
  );

function write(folder: string, files: Files): AuditPlaces {
  const places = { logs: join(folder, 'logs'), heads: join(folder, 'heads'), key: join(folder, 'key') };
  for (const path of Object.values(places)) mkdirSync(path, { recursive: true, mode: 0o700 });
  const put = (path: string, bytes: Buffer): void => {
    writeFileSync(path, bytes, { mode: 0o600 });
  };
  put(join(places.key, 'key'), files.key);
  put(join(places.heads, headFile(log)), files.head);
  put(join(places.logs, segmentFile(log, 1)), files.first);
  put(join(places.logs, segmentFile(log, 2)), files.second);
  return places;
}

function isSame(files: Files): boolean {
  return Object.entries(original).every(([name, bytes]) => files[name as keyof Files].equals(bytes));
}

function openFolder(): Promise<{ check: Check<Files>; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-fuzz-'));
  const check: Check<Files> = async (files) => {
    const places = write(folder, files);
    let verdicts: Awaited<ReturnType<typeof verifyAudit>>;
    try {
      verdicts = await verifyAudit(places);
    } catch (error) {
      assertRefusal(error, 'audit.unsafe', 'audit.unreadable');
      return 'refused';
    }
    const [verdict, another] = verdicts;
    assert.ok(verdict !== undefined && another === undefined);
    if (verdict.problems.length > 0) return 'told';
    if (isSame(files)) return 'untouched';
    // The place of the head that is not in use, and what a killed gateway has left half written at the end.
    assert.ok(files.first.equals(original.first) && files.key.equals(original.key), 'a changed file passes');
    assert.ok(
      files.second.subarray(0, original.second.length).equals(original.second),
      'a changed file passes',
    );
    assert.equal(verdict.records, lines.length);
    return 'harmless';
  };
  return Promise.resolve({
    check,
    close: () => {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  });
}

export const auditFileTargets: readonly FuzzTarget[] = [
  fuzzTargetWith(
    {
      name: 'audit log, files changed',
      inputs: 30,
      ways: ['told', 'refused', 'untouched', 'harmless'],
      arbitrary: changed,
    },
    openFolder,
  ),
];
