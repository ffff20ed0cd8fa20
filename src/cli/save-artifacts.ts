// `pymcp run --save-files DIR`: what came out of a run, on the host. Names and content are the guest's word.
import { PymcpError } from '../core/errors.js';
import type { Artifacts, OutputContent } from '../core/exchanged-file.js';
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
 * Saves files under their own names, figures as figure-1.png and shown values as display-1.html and so on; all that can
 * be saved is.
 * @throws PymcpError `output.not-saved`, after the others were saved
 */
export async function saveArtifacts(folder: string, artifacts: Artifacts): Promise<void> {
  const problems: string[] = [];
  for (const [path, content] of toSave(artifacts)) {
    const why = await save(folder, path, content);
    if (why !== null) problems.push(`${path} (${why})`);
  }
  const { filesOmitted, imagesOmitted, htmlOmitted } = artifacts;
  if (filesOmitted > 0) problems.push(`${filesOmitted} more files`);
  if (imagesOmitted > 0) problems.push(`${imagesOmitted} more figures`);
  if (htmlOmitted > 0) problems.push(`${htmlOmitted} more shown values`);
  if (problems.length > 0)
    throw new PymcpError('output.not-saved', `not saved: ${shorten(problems).join(', ')}`, hint);
}

/** Why it was not saved; null where it was. */
async function save(folder: string, path: string, content: OutputContent): Promise<string | null> {
  if (content.kind === 'left out') return `it ${content.why}`;
  // .git/config, .envrc, .vscode/tasks.json: what such files say, programs of the host execute.
  if (path.split('/').some((part) => part.startsWith('.')))
    return 'a hidden name could make the host execute it';
  try {
    await createFileBelow(folder, path, content.bytes);
    return null;
  } catch (error) {
    return whyNot(error);
  }
}

function* toSave({ files, images, html }: Artifacts): Generator<[path: string, content: OutputContent]> {
  for (const { path, content } of files) yield [path, content];
  const taken = new Set(files.map(({ path }) => path));
  const pages = html.map((page) => Buffer.from(page));
  yield* toNumbered(images, taken, (number) => `figure-${number}.png`);
  yield* toNumbered(pages, taken, (number) => `display-${number}.html`);
}

/** Under names that no file of the program has. */
function* toNumbered(
  contents: readonly Buffer[],
  taken: ReadonlySet<string>,
  nameOf: (number: number) => string,
): Generator<[path: string, content: OutputContent]> {
  let number = 0;
  for (const bytes of contents) {
    do number += 1;
    while (taken.has(nameOf(number)));
    yield [nameOf(number), { kind: 'memory', bytes }];
  }
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const words = {
    EEXIST: 'it is there already',
    ELOOP: 'a link stands in its way',
    ENOTDIR: 'a part of its path is no folder',
    ENOENT: 'the folder it should be in is not there',
    EACCES: 'the folder may not be written',
    ENOSPC: 'there is no room for it',
  }[code];
  return words ?? code;
}

function shorten(problems: readonly string[]): string[] {
  const shown = problems.slice(0, 8);
  return problems.length > shown.length ? [...shown, `and ${problems.length - shown.length} more`] : shown;
}
