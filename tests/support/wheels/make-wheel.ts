// Wheels made on the spot (PyPA: Binary distribution format, Recording installed projects, Core metadata), and wrong ones by what a test
// says of them.
import { createHash } from 'node:crypto';
import { makeZip, type ZipEntry } from './make-zip.js';

export interface WheelPlan {
  readonly name: string;
  /** 1.0 where it is left out. */
  readonly version?: string;
  /** Paths in the wheel; `NAME/__init__.py` with its version where none are given. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** As `Requires-Dist` has them. */
  readonly requires?: readonly string[];
  /** As `Requires-Python` has it. */
  readonly python?: string;
  /** `py3-none-any` where it is left out. */
  readonly tag?: string;
  /** Command to `module:function`. */
  readonly commands?: Readonly<Record<string, string>>;
  readonly wrong?: WrongWheel;
}

export interface WrongWheel {
  /** Changes the lines of RECORD, in order; null: there is no RECORD. */
  readonly record?: (lines: readonly string[]) => readonly string[] | null;
  /** Written as they are at the end of the archive, and not recorded. */
  readonly entries?: readonly ZipEntry[];
  /** What METADATA says, where it is not what the file's name says. */
  readonly metadata?: { readonly name?: string; readonly version?: string };
  /** What the folder of the metadata is called. */
  readonly distInfo?: string;
  /** The text of WHEEL. */
  readonly wheel?: string;
  /** What the file is called. */
  readonly file?: string;
}

/** What an index has of an archive. */
export interface BuiltArchive {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly bytes: Buffer;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  readonly python?: string;
  /** METADATA of a wheel, which an index may give by itself (PEP 658). */
  readonly metadata?: string;
}

export function makeWheel(plan: WheelPlan): BuiltArchive {
  const { name, version = '1.0', tag = 'py3-none-any', wrong = {} } = plan;
  const module = toFileName(name);
  const folder = wrong.distInfo ?? `${module}-${version}.dist-info`;
  const metadata = toMetadata(plan);
  const files: Readonly<Record<string, string | Buffer>> = {
    ...(plan.files ?? { [`${module}/__init__.py`]: `__version__ = ${JSON.stringify(version)}\n` }),
    [`${folder}/METADATA`]: metadata,
    [`${folder}/WHEEL`]: wrong.wheel ?? toWheelFile(tag),
    ...(plan.commands === undefined ? {} : { [`${folder}/entry_points.txt`]: toEntryPoints(plan.commands) }),
  };
  const entries = Object.entries(files).map(([path, body]): ZipEntry => ({ name: path, body }));
  const right = [...Object.entries(files).map(toRecordLine), `${folder}/RECORD,,`];
  const lines = (wrong.record ?? ((same) => same))(right);
  const record = lines === null ? [] : [{ name: `${folder}/RECORD`, body: `${lines.join('\n')}\n` }];
  return {
    ...toBuilt(
      makeZip([...entries, ...record, ...(wrong.entries ?? [])]),
      wrong.file ?? `${module}-${version}-${tag}.whl`,
    ),
    ...{ name, version, metadata },
    ...(plan.python === undefined ? {} : { python: plan.python }),
  };
}

/** `--hash=sha256:…` behind each: what `pip install --require-hashes` reads. */
export function toRequirements(archives: readonly BuiltArchive[]): string {
  return archives
    .map(({ name, version, sha256 }) => `${name}==${version} --hash=sha256:${sha256}\n`)
    .join('');
}

export function toBuilt(bytes: Buffer, file: string): Pick<BuiltArchive, 'bytes' | 'file' | 'sha256'> {
  return { bytes, file, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** As file names of archives have it: one underscore for each run of `-`, `_` and `.`. */
export const toFileName = (name: string): string => name.replace(/[-_.]+/g, '_').toLowerCase();

/** PEP 503. */
export const toNormalName = (name: string): string => name.replace(/[-_.]+/g, '-').toLowerCase();

export function toMetadata({ name, version = '1.0', requires = [], python, wrong = {} }: WheelPlan): string {
  const said = wrong.metadata ?? {};
  return [
    'Metadata-Version: 2.1',
    `Name: ${said.name ?? name}`,
    `Version: ${said.version ?? version}`,
    'Summary: made by a test',
    ...(python === undefined ? [] : [`Requires-Python: ${python}`]),
    ...requires.map((one) => `Requires-Dist: ${one}`),
    '\n',
  ].join('\n');
}

function toWheelFile(tag: string): string {
  const isPure = tag.endsWith('-none-any');
  const [pythons = '', abis = '', platforms = ''] = tag.split('-');
  const tags = pythons
    .split('.')
    .flatMap((python) => platforms.split('.').map((platform) => `Tag: ${python}-${abis}-${platform}\n`));
  return `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: ${isPure}\n${tags.join('')}`;
}

function toEntryPoints(commands: Readonly<Record<string, string>>): string {
  const lines = Object.entries(commands).map(([command, target]) => `${command} = ${target}\n`);
  return `[console_scripts]\n${lines.join('')}`;
}

/** URL-safe base64 without padding, as the specification of RECORD has it. */
function toRecordLine([path, body]: readonly [string, string | Buffer]): string {
  const hash = createHash('sha256').update(body).digest('base64url');
  return `${path},sha256=${hash},${Buffer.byteLength(body)}`;
}
