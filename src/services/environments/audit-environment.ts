// Whether an environment is still what was made: every byte of its tree against the checksum in its record and the hashes of its packages.
// Of flaws that its packages are known to have nothing is said: no data of that kind comes with pymcp.
import { join } from 'node:path';
import type { EnvironmentName } from '../../core/names.js';
import type { EnvironmentStore } from '../../execution/environments/environment-store.js';
import { hashContent } from '../../execution/environments/hash-content.js';
import { currentIdentity } from '../../host/process-identity.js';
import { OddTreeError, readTextOfTree, readTree, type TreeFile } from '../../host/read-tree.js';
import { checkRecords } from './check-records.js';
import { makingBounds } from './making-bounds.js';

export interface EnvironmentAudit {
  readonly name: EnvironmentName;
  readonly packages: number;
  readonly files: number;
  readonly bytes: number;
  /** A sentence each; empty where all is well. */
  readonly problems: readonly string[];
}

/** @throws PymcpError as `EnvironmentStore.find` */
export async function auditEnvironment(
  store: EnvironmentStore,
  name: EnvironmentName,
): Promise<EnvironmentAudit> {
  const { record, folder } = store.find(name);
  const place = join(folder, 'site-packages');
  const bounds = { mostBytes: makingBounds.treeBytes, mostFiles: makingBounds.treeFiles };
  let files: readonly TreeFile[] = [];
  const problems: string[] = [];
  try {
    files = await readTree(place, bounds);
    const content = hashContent(files);
    if (content !== record.content)
      problems.push(`the content is ${content}, and the record says ${record.content}`);
    problems.push(...files.flatMap(whyOpen));
    problems.push(...checkRecords(files, record.packages, (path) => readTextOfTree(place, path)));
  } catch (error) {
    if (!(error instanceof OddTreeError)) throw error;
    problems.push(error.message);
  }
  const plain = files.filter(({ kind }) => kind === 'file');
  return {
    ...{ name, packages: record.packages.length, files: plain.length, problems },
    bytes: plain.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Nobody is meant to write there, its owner included. */
function whyOpen({ path, mode, uid }: TreeFile): readonly string[] {
  const own = currentIdentity().uid;
  return [
    ...((mode & 0o222) === 0
      ? []
      : [`${path} can be written to (mode ${mode.toString(8).padStart(4, '0')})`]),
    ...(uid === own ? [] : [`${path} belongs to user ${uid}`]),
  ];
}
