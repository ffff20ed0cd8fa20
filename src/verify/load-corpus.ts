// The attacks as they lie in the package: hostile/<group>/<name>.py.
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { messageOf } from '../core/message-of.js';
import { readdir, readFile } from '../host/files.js';
import { packageRoot } from '../host/package-root.js';
import { type Attack, attackGroups } from './attack.js';
import { parseHeader } from './parse-header.js';

export interface Corpus {
  /** In the order of their groups, then of their names. */
  readonly attacks: readonly Attack[];
  /** The text of hostile/attack.py, which each of them imports. */
  readonly library: string;
}

/** @throws PymcpError `internal.bug` where an attack's header is wrong */
export async function loadCorpus(root: string = packageRoot()): Promise<Corpus> {
  const folder = join(root, 'hostile');
  const attacks: Attack[] = [];
  for (const group of attackGroups) {
    const names = (await readdir(join(folder, group))).filter((name) => name.endsWith('.py')).sort();
    for (const name of names) attacks.push(await loadAttack(folder, `${group}/${name.slice(0, -3)}`));
  }
  return { attacks, library: await readFile(join(folder, 'attack.py'), 'utf8') };
}

async function loadAttack(folder: string, name: string): Promise<Attack> {
  const code = await readFile(join(folder, `${name}.py`), 'utf8');
  try {
    const header = parseHeader(code);
    if (!name.startsWith(`${header.group}/`))
      throw new Error(`group: it lies elsewhere than in ${header.group}`);
    return { name, header, code };
  } catch (error) {
    const why = messageOf(error);
    throw new PymcpError(
      'internal.bug',
      `hostile/${name}.py: ${why}`,
      'install the package again, or report this',
    );
  }
}

/**
 * Those of a group, or the one of a name.
 * @throws PymcpError `input.argument-invalid` where there is none
 */
export function selectAttacks(attacks: readonly Attack[], only: string | undefined): readonly Attack[] {
  if (only === undefined) return attacks;
  const found = attacks.filter(
    ({ name, header }) => header.group === only || name === only || name.endsWith(`/${only}`),
  );
  if (found.length > 0) return found;
  throw new PymcpError(
    'input.argument-invalid',
    `there is no attack and no group of attacks named ${JSON.stringify(only)}`,
    `use a group (${attackGroups.join(', ')}) or the name of a file in hostile/`,
  );
}
