// path.contained: which files may go into a run. What is refused here never reaches a jail.
import { showStart } from './show-start.js';
import { whyNotContained } from './contained-path.js';
import { PymcpError } from './errors.js';
import { exchangeLimits, type InputFile } from './exchanged-file.js';

/**
 * The files as given, where they can be put beside the program.
 * @param programName the program's own file name, which no file may take
 * @throws PymcpError `input.file-invalid`
 */
export function parseInputFiles(files: readonly InputFile[], programName: string): readonly InputFile[] {
  const { inputFiles, inputBytes } = exchangeLimits;
  if (files.length > inputFiles)
    throw refusal(`there are ${files.length} files, more than ${inputFiles}`, 'pack them into one archive');
  const taken = new Set([programName]);
  for (const file of files) refuseFile(file, taken);
  for (const { path } of files) refuseFolderOf(path, taken);
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (total > inputBytes)
    throw refusal(
      `the files have ${total} bytes together, more than ${inputBytes}`,
      'give less, or share a folder as the workspace',
    );
  return files;
}

function refuseFile({ path, bytes }: InputFile, taken: Set<string>): void {
  const why = whyNotContained(path);
  if (why !== null)
    throw refusal(
      `the file path ${shown(path)} ${why}`,
      'name each file by a plain relative path, such as data/sales.csv',
    );
  if (bytes.length > exchangeLimits.inputBytes)
    throw refusal(
      `the file ${shown(path)} has ${bytes.length} bytes, more than ${exchangeLimits.inputBytes}`,
      'give less, or share a folder as the workspace',
    );
  if (taken.has(path))
    throw refusal(
      `the file path ${shown(path)} is taken, by another file or by the program itself`,
      'give each file a name of its own',
    );
  taken.add(path);
}

/** A file cannot lie below another file. */
function refuseFolderOf(path: string, taken: ReadonlySet<string>): void {
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
    const folder = path.slice(0, end);
    if (taken.has(folder))
      throw refusal(
        `the file path ${shown(path)} lies below ${shown(folder)}, which is a file`,
        'give the file or the folder another name',
      );
  }
}

const shown = (path: string): string => JSON.stringify(showStart(path, 80));

function refusal(message: string, hint: string): PymcpError {
  return new PymcpError('input.file-invalid', message, hint);
}
