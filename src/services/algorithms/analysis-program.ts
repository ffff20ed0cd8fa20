// What runs in the jail: the measuring program, the job, and the code that is measured, as files beside each other.
import { createHash } from 'node:crypto';
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
  /** Functions that take the same arguments and are set side by side, whatever the module says of them. */
  readonly compared?: readonly string[];
  /** The words of the command that name the source, where they are not its name. */
  readonly repeat?: readonly string[];
  /** Python in place of the inputs that are found: an expression of n, and of m for two sizes, or source with `cases(n)`. */
  readonly inputs?: string | undefined;
  /** In place of those that are found while it grows. */
  readonly sizes?: readonly number[] | undefined;
  /** Of inputs that are drawn. */
  readonly seed?: number | undefined;
}

/**
 * Where there is a workspace, a program begins there, and its files are in its home. audit.chain: the log has the hash of a program, so
 * this one names what it measures.
 */
export function toProgramCode(source: AlgorithmSource): string {
  const measured =
    source.kind === 'workspace'
      ? JSON.stringify(source.path)
      : `code with the SHA-256 ${createHash('sha256').update(source.code).digest('hex')}`;
  return [
    `# Measures ${measured}.`,
    'import json, os, platform, sys',
    'from pymcp_analysis.analyse import main',
    'os.chdir("/home/mcp")',
    'about = f"{platform.python_implementation()} {platform.python_version()}"',
    'print(json.dumps({"what": "about", "python": about}), flush=True)',
    'main()\n',
  ].join('\n');
}

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

const inputsPath = 'measured/given_inputs.py';

export function toJobFiles({
  source,
  functions,
  budgetSeconds,
  inputs,
  sizes,
  seed,
}: Job): readonly InputFile[] {
  const path = source.kind === 'code' ? `measured/${source.name}.py` : `/workspace/${source.path}`;
  const job = {
    ...{ path, names: functions, budget_s: budgetSeconds, sizes, seed },
    ...(inputs === undefined ? {} : { cases_path: inputsPath }),
  };
  return [
    { path: 'job.json', bytes: Buffer.from(JSON.stringify(job)) },
    ...(source.kind === 'code' ? [{ path, bytes: Buffer.from(source.code) }] : []),
    ...(inputs === undefined ? [] : [{ path: inputsPath, bytes: Buffer.from(inputs) }]),
  ];
}
