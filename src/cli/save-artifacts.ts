// `pymcp run --save-files DIR`: what came out of a run, on the host. Names and content are the guest's word.
import { PymcpError } from '../core/errors.js';
import type { Artifacts } from '../core/exchanged-file.js';
import { createFileBelow } from '../host/create-file-below.js';
import { exists, mkdir } from '../host/files.js';

const hint = 'name a folder that is empty or not there yet, as --save-files DIR';

/**
 * Makes the folder where it is missing, before anything runs.
 * @throws PymcpError `output.not-saved`
 */
export async function openSaveFolder(folder: string): Promise<void> {
  if (await exists(`${folder}/.`)) return;
  await mkdir(folder).catch((cause: unknown) => {
    throw new PymcpError(
      'output.not-saved',
      `${JSON.stringify(folder)} cannot hold files: ${whyNot(cause)}; nothing was run`,
      hint,
      { cause },
    );
  });
}

/**
 * Saves files under their own names, and figures as figure-1.png and so on; all that can be saved is.
 * @throws PymcpError `output.not-saved`, after the others were saved
 */
export async function saveArtifacts(folder: string, artifacts: Artifacts): Promise<void> {
  const problems: string[] = [];
  for (const [path, bytes] of toSave(artifacts)) {
    const why = await save(folder, path, bytes);
    if (why !== null) problems.push(`${path} (${why})`);
  }
  const { filesOmitted, imagesOmitted } = artifacts;
  if (filesOmitted > 0) problems.push(`${filesOmitted} more files`);
  if (imagesOmitted > 0) problems.push(`${imagesOmitted} more figures`);
  if (problems.length > 0)
    throw new PymcpError('output.not-saved', `not saved: ${shorten(problems).join(', ')}`, hint);
}

/** Why it was not saved; null where it was. */
async function save(folder: string, path: string, bytes: Buffer | null): Promise<string | null> {
  if (bytes === null) return 'it is more than comes out of a run';
  // .git/config, .envrc, .vscode/tasks.json: what such files say, programs of the host execute.
  if (path.split('/').some((part) => part.startsWith('.')))
    return 'a hidden name could make the host execute it';
  try {
    await createFileBelow(folder, path, bytes);
    return null;
  } catch (error) {
    return whyNot(error);
  }
}

function* toSave({ files, images }: Artifacts): Generator<[path: string, bytes: Buffer | null]> {
  const names = new Set(files.map(({ path }) => path));
  for (const { path, bytes } of files) yield [path, bytes];
  let number = 0;
  for (const image of images) {
    do number += 1;
    while (names.has(figureName(number)));
    yield [figureName(number), image];
  }
}

const figureName = (number: number): string => `figure-${number}.png`;

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const words = {
    EEXIST: 'it is there already',
    ELOOP: 'a link stands in its way',
    ENOTDIR: 'a part of its path is no folder',
    ENOENT: 'the folder it should be in is not there',
    EACCES: 'the folder may not be written',
  }[code];
  return words ?? code;
}

function shorten(problems: readonly string[]): string[] {
  const shown = problems.slice(0, 8);
  return problems.length > shown.length ? [...shown, `and ${problems.length - shown.length} more`] : shown;
}
