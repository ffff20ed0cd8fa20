// The files of the repository, without what was installed or built.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folders = [
  '.github',
  'algorithms',
  'bench',
  'components',
  'container',
  'docs',
  'examples',
  'guest',
  'hostile',
  'packaging',
  'scripts',
  'src',
  'tests',
  'tools',
] as const;

/** Below these folders and at the top; paths from the top, which is the working directory. */
export function listFiles(pattern: RegExp): string[] {
  const below = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    );
  return [...readdirSync('.'), ...below].filter((path) => pattern.test(path));
}
