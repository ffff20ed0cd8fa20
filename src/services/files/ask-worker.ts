// One question to a file worker, and its answer or refusal as one of ours.
import { PymcpError } from '../../core/errors.js';
import { showStart } from '../../core/show-start.js';
import type { FileWorkDone } from '../../execution/file-worker.js';
import type { FileWork } from '../../core/file-work.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import { type FileAnswerOf, fileAnswers, type FileTask, refusedAnswer } from './file-answers.js';

/** What of a worker is asked, so that tests can stand in for a jail. */
export type Work = (
  work: FileWork,
  effect: 'reads' | 'changes',
  signal?: AbortSignal,
) => Promise<FileWorkDone>;

export interface Answered<Task extends FileTask> {
  readonly value: FileAnswerOf<Task>;
  readonly createdProtected: readonly string[];
}

/** limit.cpu: the worker gives up by itself somewhat before, where it can. */
const answerMs = 15_000;

const changing: ReadonlySet<FileTask> = new Set(['write', 'remove', 'makeFolder', 'removeFolders', 'move']);

/** @throws PymcpError `files.refused`, `files.changed`, `files.failed`, and as the worker */
export async function askWorker<Task extends FileTask>(
  work: Work,
  redactor: SecretRedactor,
  task: Task,
  question: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<Answered<Task>> {
  const effect = changing.has(task) ? 'changes' : 'reads';
  const { answer, createdProtected } = await work({ task, question, answerMs }, effect, signal);
  const said = parseJson(answer);
  const refused = refusedAnswer.safeParse(said);
  if (refused.success) throw toRefusal(refused.data.refused, redactor);
  const done = typeof said === 'object' && said !== null && 'done' in said ? said.done : undefined;
  const parsed = fileAnswers[task].safeParse(done);
  if (!parsed.success) throw unexpected();
  return { value: parsed.data as FileAnswerOf<Task>, createdProtected };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw unexpected();
  }
}

function unexpected(): PymcpError {
  return new PymcpError(
    'files.failed',
    'the process that works on the files gave an answer that is none',
    'ask again; if it happens again, report it',
  );
}

type Refused = (typeof refusedAnswer)['_output']['refused'];

const mostNearCharacters = 200;

/** secret.unlogged: lines are cut after secrets were masked, since half of one is nothing that a redactor would know. */
function toRefusal({ code, message, near = [], lines }: Refused, redactor: SecretRedactor): PymcpError {
  const shown = near.map(
    ({ line, text }) => `${line}: ${JSON.stringify(redactor.redactText(text).slice(0, mostNearCharacters))}`,
  );
  const there =
    code !== 'no-match'
      ? ''
      : shown.length === 0
        ? `, which has ${lines ?? 0} lines and none like it`
        : `; nearest to it are the lines ${shown.join(', ')}`;
  return new PymcpError(
    code === 'changed' ? 'files.changed' : 'files.refused',
    `${showStart(message, 600)}${there}`,
    hints[code] ?? 'look at what is there with list_directory or get_file_info',
  );
}

const hints: Readonly<Record<string, string>> = {
  'no-match':
    'read those lines and give oldText exactly as it is there; what is shown as a masked secret cannot be matched',
  ambiguous: 'give more lines around it, so that oldText is there once',
  edit: 'give the text to replace; write_file writes a whole file',
  binary: 'read it with read_media_file, or with run_python',
  changed: 'read it again and decide anew',
  protected: 'ask the user to do it; which names are protected stands in SECURITY.md',
  'read-only': 'the workspace is read-only: start pymcp with --writable to change that',
  outside: 'name what it leads to, or copy that into the workspace',
  'hard-link': 'ask the user whether it may be read; a copy of it in the workspace can be',
  exists: 'choose another name, or move what is there out of the way',
  missing: 'check the name with list_directory; create_directory makes the folder of a new file',
  'too-large': 'read a part of it with head, tail, startLine and endLine, or work on it with run_python',
  full: 'free some space and try again; nothing was changed',
  slow: 'search for a plainer pattern or in a smaller folder; repeats within repeats are what takes long',
  pattern: 'mend the pattern, or search for a literal text with regex left out',
};
