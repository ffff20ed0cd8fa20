// Environments of a store of the test's own, made of files directly: how one is made out of wheels is tested elsewhere.
import { cpSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parseEnvironmentName } from '../../src/core/names.js';
import { EnvironmentStore } from '../../src/execution/environments/environment-store.js';
import { makePackageTree, type TreeFiles } from './package-tree.js';

export interface MadeEnvironment {
  readonly name: string;
  readonly files: TreeFiles;
  readonly preload?: readonly string[];
}

/** Makes it, or makes it again. @param home whose XDG data folder is `home`/.local/share */
export async function makeEnvironment(home: string, wanted: MadeEnvironment): Promise<void> {
  const store = storeBelow(home);
  const name = parseEnvironmentName(wanted.name);
  if (await isThere(store, wanted.name)) await store.remove(name);
  const tree = makePackageTree(wanted.files);
  try {
    const staged = join(await store.stage(name), 'tree');
    cpSync(tree.folder, staged, { recursive: true });
    const content = createHash('sha256').update(JSON.stringify(wanted.files)).digest('hex');
    await store.add(
      {
        ...{ format: 1, name, content, python: '/usr/bin/python3', pythonVersion: await pythonVersion() },
        preload: wanted.preload ?? [],
        packages: Object.keys(wanted.files)
          .flatMap((path) => /^(\w+)-([\d.]+)\.dist-info\/METADATA$/.exec(path) ?? [])
          .flatMap((part, place, parts) =>
            place % 3 === 1
              ? [
                  {
                    ...{ name: part, version: parts[place + 1] ?? '', sha256: 'b'.repeat(64) },
                    ...{ file: `${part}.whl`, kind: 'wheel' as const },
                  },
                ]
              : [],
          ),
        ...{ index: 'http://127.0.0.1:8080/simple/', created: '2026-11-26T15:00:00.000Z' },
      },
      staged,
    );
  } finally {
    tree.remove();
  }
}

export function removeEnvironment(home: string, name: string): Promise<number> {
  return storeBelow(home).remove(parseEnvironmentName(name));
}

const storeBelow = (home: string): EnvironmentStore =>
  new EnvironmentStore(join(home, '.local/share/isolated-pymcp/environments'));

async function isThere(store: EnvironmentStore, name: string): Promise<boolean> {
  return (await store.list()).environments.some((one) => one.name === name);
}

async function pythonVersion(): Promise<string> {
  const { execFileSync } = await import('node:child_process');
  return execFileSync('/usr/bin/python3', ['-c', 'import platform; print(platform.python_version())'])
    .toString()
    .trim();
}
