// What runs in the jail: the measuring program, the job, and the code that is measured, as files beside each other.
import { join } from 'node:path';
import { PymcpError } from '../../core/errors.js';
import type { InputFile } from '../../core/exchanged-file.js';
import { readdir, readFile } from '../../host/files.js';
import { packageRoot } from '../../host/package-root.js';

/** Where it comes from: given with the call, or a file of the workspace, which the jail shows. */
export type AlgorithmSource =
  | { readonly kind: 'code'; readonly name: string; readonly code: string }
  /** Contained, relative to the workspace. */
  | { readonly kind: 'workspace'; readonly path: string };

export interface Job {
  readonly source: AlgorithmSource;
  /** Those alone; all public functions where it is empty. */
  readonly functions: readonly string[];
  readonly budgetSeconds: number;
}

export const programCode = 'from pymcp_analysis.analyse import main\n\nmain()\n';

const folder = 'pymcp_analysis';

/** Read once, by whoever keeps them. @throws PymcpError `host.program-missing` */
export async function readProgramFiles(): Promise<readonly InputFile[]> {
  const place = join(packageRoot(), 'guest', folder);
  try {
    const all = await readdir(place, { recursive: true, encoding: 'utf8' });
    const names = all.filter((name) => name.endsWith('.py'));
    return await Promise.all(
      names.map(async (name) => ({ path: `${folder}/${name}`, bytes: await readFile(join(place, name)) })),
    );
  } catch (cause) {
    const hint = 'install isolated-pymcp again';
    throw new PymcpError('host.program-missing', 'the measuring program is not installed', hint, { cause });
  }
}

export function toJobFiles({ source, functions, budgetSeconds }: Job): readonly InputFile[] {
  const path = source.kind === 'code' ? `measured/${source.name}.py` : `/workspace/${source.path}`;
  const job = { path, names: functions, budget_s: budgetSeconds };
  const files = [{ path: 'job.json', bytes: Buffer.from(JSON.stringify(job)) }];
  return source.kind === 'code' ? [...files, { path, bytes: Buffer.from(source.code) }] : files;
}
