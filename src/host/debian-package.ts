// What dpkg and apt know of the package that a file belongs to. Nothing is asked of a network; where there is no dpkg, nothing is known.
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { readRegularFile } from './files.js';
import { findSystemProgram } from './find-program.js';
import { runCommand } from './run-command.js';

export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  /** What apt would install now, by the lists that it has; null where it does not say. */
  readonly candidate: string | null;
  /** As the package brings it; null where it was left out, as in small images. */
  readonly changelog: string | null;
}

const packageName = /^[a-z0-9][a-z0-9+.-]{1,100}$/;
const packageVersion = /^[A-Za-z0-9.+:~-]{1,100}$/;
const mostChangelogBytes = 8 * 1024 * 1024;
const timeoutMs = 20_000;

/** @param path without links @returns null where no package of dpkg has it */
export async function findDebianPackage(path: string): Promise<DebianPackage | null> {
  const name = ownerIn(await ask('dpkg-query', ['--search', path]), path);
  if (name === null) return null;
  const version = await ask('dpkg-query', ['--show', '--showformat=${Version}', name]);
  if (!packageVersion.test(version)) return null;
  return {
    ...{ name, version },
    candidate: candidateIn(await ask('apt-cache', ['policy', name])),
    changelog: await readChangelog(name),
  };
}

/** Of `name:amd64, other: /path`, as dpkg-query(1) has it. */
function ownerIn(answer: string, path: string): string | null {
  const line = answer.split('\n').find((one) => one.endsWith(`: ${path}`) && !one.startsWith('diversion '));
  const name = line?.split(/[:,]/)[0] ?? '';
  return packageName.test(name) ? name : null;
}

function candidateIn(answer: string): string | null {
  const [, version = ''] = answer.match(/^ {2}Candidate: (\S+)$/m) ?? [];
  return packageVersion.test(version) ? version : null;
}

/** Empty where it fails or is not there. */
async function ask(program: string, args: readonly string[]): Promise<string> {
  const path = await findSystemProgram(program);
  if (path === null) return '';
  const { status, stdout } = await runCommand(path, args, { timeoutMs, env: { LC_ALL: 'C' } });
  return status === 0 ? stdout : '';
}

async function readChangelog(name: string): Promise<string | null> {
  try {
    const found = await readRegularFile(`/usr/share/doc/${name}/changelog.Debian.gz`, mostChangelogBytes);
    if (found.kind !== 'read') return null;
    const text = await promisify(gunzip)(found.bytes, { maxOutputLength: mostChangelogBytes });
    return text.toString('utf8');
  } catch {
    return null;
  }
}
