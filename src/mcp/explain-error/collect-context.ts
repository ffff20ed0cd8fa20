// What the workspace knows of an error: the source around each frame, the types of the names there, and what is remarked near it.
// Bounded in time and size; what is left out is said. All of it was written by others.
import type { Caller } from '../../core/caller.js';
import type { CodeService } from '../../services/code/code-service.js';
import type { FilesService } from '../../services/files/files-service.js';
import { parseTraceback } from '../traceback/parse-traceback.js';
import { askCode, type KnownOfLine } from './ask-code.js';
import { type LocatedFrame, locateFrames } from './locate-frames.js';

export interface ErrorSources {
  readonly files: FilesService;
  /** null where it is not offered. */
  readonly code: CodeService | null;
}

export interface ExplainedFrame extends LocatedFrame, KnownOfLine {
  /** Lines around it, with their numbers. */
  readonly source: string;
}

export interface ErrorContext {
  /** Names the exception; empty where that is not known. */
  readonly error: string;
  /** The innermost first. */
  readonly frames: readonly ExplainedFrame[];
  readonly left: readonly string[];
}

const mostFrames = 6;
/** Lines before and after. */
const around = 4;
const mostLineCharacters = 300;
const mostTypeCharacters = 400;
const mostErrorCharacters = 1_000;
const mostSourceBytes = 64 * 1024;
const mostMs = 10_000;

export async function collectContext(
  { files, code }: ErrorSources,
  caller: Caller,
  traceback: string,
): Promise<ErrorContext> {
  const { redactor } = files;
  const cut = (text: string, most: number): string => cutTo(redactor.redactText(text), most);
  const { frames: parsed, lastLine } = parseTraceback(traceback);
  const located = await locateFrames(files, caller, parsed);
  const chosen = located.frames.slice(0, mostFrames);
  const read = await Promise.all(chosen.map((frame) => readAround(files, caller, frame)));
  const shown = read.flatMap((one) => ('source' in one ? [one] : []));
  const known = await askCode(code, shown, mostMs);
  return {
    error: cut(lastLine, mostErrorCharacters),
    frames: shown.map((frame, index) => {
      const { types = [], remarks = [] } = known.lines[index] ?? {};
      return {
        ...frame,
        types: types.map(({ name, type }) => ({ name, type: cut(type, mostTypeCharacters) })),
        remarks: remarks.map((remark) => cut(remark, mostTypeCharacters)),
      };
    }),
    left: [
      ...located.left,
      ...read.flatMap((one) => ('why' in one ? [one.why] : [])),
      ...(located.frames.length > mostFrames
        ? [`${located.frames.length - mostFrames} lines of the workspace farther out are not shown.`]
        : []),
      ...known.left,
    ],
  };
}

type ReadFrame = (LocatedFrame & { readonly source: string }) | { readonly why: string };

async function readAround(
  files: Pick<FilesService, 'readText'>,
  caller: Caller,
  { path, line }: LocatedFrame,
): Promise<ReadFrame> {
  const first = Math.max(1, line - around);
  const range = { startLine: first, endLine: line + around, mostBytes: mostSourceBytes };
  const answer = await files.readText(caller, path, range);
  const shown = JSON.stringify(path);
  if (answer.kind === 'refused') return { why: `${shown} cannot be read: ${answer.error.message}.` };
  const lines = answer.value.content.replace(/\r?\n$/, '').split(/\r?\n/);
  if (answer.value.firstLine === null || first + lines.length <= line)
    return { why: `${shown} has no line ${line} as it is now.` };
  const width = String(line + around).length;
  const source = lines.map((text, index) => {
    const at = first + index;
    return `${at === line ? '>' : ' '}${String(at).padStart(width)} | ${cutTo(text, mostLineCharacters)}`;
  });
  return { path, line, source: source.join('\n') };
}

function cutTo(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).toWellFormed()} … (${text.length} characters)`;
}
