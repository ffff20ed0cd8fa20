// The requirements with every version and hash, as they are written beside the file that they were resolved of.
import type { ResolvedPackage } from './resolved-package.js';

export interface LockFacts {
  /** As the person named it. */
  readonly requirementsFile: string;
  readonly pythonVersion: string;
  readonly index: string;
  /** Who has found the versions, such as `uv 0.11.28`. */
  readonly by: string;
}

/** Takes the form that `--requirements` takes, so that the environment can be made of it again. */
export function renderLock(packages: readonly ResolvedPackage[], facts: LockFacts): string {
  const head = [
    `# Resolved by pymcp with ${facts.by} of ${toPlain(facts.requirementsFile)},`,
    `# for Python ${facts.pythonVersion} and the index ${toPlain(facts.index)}`,
  ];
  const lines = [...packages]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, extras, version, sha256 }) => {
      const shown = extras.length === 0 ? name : `${name}[${extras.join(',')}]`;
      return `${shown}==${version} --hash=sha256:${sha256}`;
    });
  return `${[...head, ...lines].join('\n')}\n`;
}

/** A line break would end the comment. */
const toPlain = (text: string): string => text.replaceAll(/\p{Cc}/gu, '?');
