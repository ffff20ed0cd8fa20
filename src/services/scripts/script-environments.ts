// The environment that a program asks for by its block (PEP 723): made once for all programs that ask for the same, of what the policy
// allows and nothing else. A program without a block costs one look through its text.
import { satisfies, validRange } from '@renovatebot/pep440';
import type { ScriptSettings } from '../../config/settings.js';
import { PymcpError } from '../../core/errors.js';
import type { EnvironmentName } from '../../core/names.js';
import { mayHaveBlock } from './find-script-block.js';
import { isAllowed, refuseUnlisted, refuseUnnamed } from './judge-packages.js';
import { renderDependency } from './read-dependency.js';
import { readScriptBlock, type ScriptBlock } from './read-script-block.js';
import { toScriptName } from './script-name.js';

interface Package {
  readonly name: string;
  readonly version: string;
}

export interface ScriptPlan {
  readonly name: EnvironmentName;
  /** One a line. */
  readonly requirements: string;
  /** Called with all that was found before anything of it is taken; what it throws ends the making. */
  readonly review: (packages: readonly Package[]) => void;
  readonly signal: AbortSignal;
}

/** What makes environments and keeps them. */
export interface ScriptMaker {
  /** Where they come from: a part of the name. */
  readonly index: string;
  /** Absolute path of the Python that they are made for. */
  readonly interpreter: string;
  /** Such as 3.11.2. */
  readonly pythonVersion: () => Promise<string>;
  /** The packages of one that is there and whole; null where there is none, or none that can be used. */
  readonly find: (name: EnvironmentName) => readonly Package[] | null;
  /** In place of one that is there; where another process makes it at the same time, one of the two does. @throws PymcpError */
  readonly make: (plan: ScriptPlan) => Promise<void>;
}

export interface ScriptEnvironments {
  /**
   * The environment that a program asks for; null where it asks for none.
   * @throws PymcpError `script.block-invalid`, `script.not-allowed`, `script.python-unmet`, and as the making of an environment
   */
  find(code: string, signal?: AbortSignal): Promise<EnvironmentName | null>;
}

export function openScriptEnvironments(
  { packages: allowed }: Pick<ScriptSettings, 'packages'>,
  maker: ScriptMaker,
): ScriptEnvironments {
  const making = new Map<EnvironmentName, Promise<void>>();

  const isThere = (name: EnvironmentName): boolean => {
    const packages = maker.find(name);
    return packages !== null && isAllowed(packages, allowed);
  };

  const make = async (name: EnvironmentName, requirements: string, signal: AbortSignal): Promise<void> => {
    const review = (packages: readonly Package[]): void => {
      refuseUnlisted(packages, allowed);
    };
    await maker.make({ name, requirements, review, signal });
    // Whoever made it may have had another policy.
    review(maker.find(name) ?? []);
  };

  return {
    find: async (code, signal = new AbortController().signal) => {
      if (!mayHaveBlock(code)) return null;
      const block = readScriptBlock(code);
      if (block === null) return null;
      await refusePython(block, maker.pythonVersion);
      if (block.dependencies.length === 0) return null;
      refuseUnnamed(block.dependencies, allowed);
      const lines = [...new Set(block.dependencies.map(renderDependency))].sort();
      const name = toScriptName({ lines, index: maker.index, interpreter: maker.interpreter });
      for (;;) {
        if (isThere(name)) return name;
        const under = making.get(name);
        if (under === undefined) break;
        // What whoever began it has called off is begun anew.
        if (await isOver(under)) return name;
      }
      const made = make(name, lines.join('\n'), signal);
      making.set(name, made);
      try {
        await made;
      } finally {
        making.delete(name);
      }
      return name;
    },
  };
}

/** @returns whether it was made; not where it was called off */
async function isOver(making: Promise<void>): Promise<boolean> {
  try {
    await making;
    return true;
  } catch (error) {
    if (error instanceof PymcpError && error.code === 'environment.cancelled') return false;
    throw error;
  }
}

async function refusePython(
  { requiresPython }: ScriptBlock,
  pythonVersion: () => Promise<string>,
): Promise<void> {
  if (requiresPython === null) return;
  if (!validRange(requiresPython))
    throw new PymcpError(
      'script.block-invalid',
      'the program has a requires-python in its block that says no versions',
      'write it as requires-python = ">=3.11"',
    );
  const version = await pythonVersion();
  if (satisfies(version, requiresPython, { prereleases: true })) return;
  throw new PymcpError(
    'script.python-unmet',
    `the program asks for Python ${requiresPython} by its block, and this is ${version}`,
    'change requires-python in the block, or name an environment with such a Python: pymcp env create NAME --python PATH',
  );
}
