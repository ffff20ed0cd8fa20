// Folders for an audit log of a test's own, and what stands in it.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { AuditPlaces } from '../../src/audit/audit-places.js';
import { readAuditKey } from '../../src/audit/audit-key.js';
import { readRecords } from '../../src/audit/read-records.js';
import type { RecordBody } from '../../src/audit/chain.js';

export interface AuditHome {
  readonly folder: string;
  readonly places: AuditPlaces;
  /** For a process that writes there. */
  readonly env: Readonly<Record<string, string>>;
  /** In the order in which they were written; what is not as it was written fails the test. */
  records(): Promise<readonly RecordBody[]>;
  /** Of the files of the log, by their paths. */
  files(): Map<string, Buffer>;
}

export function makeAuditHome(): AuditHome {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pymcp-audit-')));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const [state, config] = [join(folder, 'state'), join(folder, 'config')];
  const own = join(state, 'isolated-pymcp');
  const places = {
    logs: join(own, 'audit'),
    heads: join(own, 'audit-heads'),
    key: join(config, 'isolated-pymcp', 'audit'),
  };
  return {
    folder,
    places,
    env: { XDG_STATE_HOME: state, XDG_CONFIG_HOME: config },
    async records() {
      const key = await readAuditKey(places.key);
      if (key === null) return [];
      const found: RecordBody[] = [];
      for await (const { body, log, number } of readRecords(places, key)) {
        if (body === null) throw new Error(`record ${log}:${String(number)} is not as it was written`);
        found.push(body);
      }
      return found.reverse();
    },
    files() {
      return new Map(
        readdirSync(places.logs)
          .sort()
          .map((name) => [join(places.logs, name), readFileSync(join(places.logs, name))]),
      );
    },
  };
}

export const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex');

/** Hashes of the programs of the records of a kind. */
export function hashesIn(records: readonly RecordBody[]): Set<string> {
  return new Set(
    records.filter(({ kind }) => kind === 'begin').map(({ code }) => (code as { sha256: string }).sha256),
  );
}
