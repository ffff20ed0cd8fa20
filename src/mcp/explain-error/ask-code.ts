// What the code service knows of some lines: the types of the names on them and what pyright and ruff remark near them. Whoever asks
// waits for it so long and no longer, and is told what is missing.
import { PymcpError } from '../../core/errors.js';
import { startTimer } from '../../host/clock.js';
import { askDiagnostics } from '../../services/code/ask/diagnostics.js';
import { askHover } from '../../services/code/ask/hover.js';
import { askLint } from '../../services/code/ask/lint.js';
import type { CodeService } from '../../services/code/code-service.js';
import type { CodeSession } from '../../services/code/code-session.js';
import type { LocatedFrame } from './locate-frames.js';
import { namesOn } from './names-on.js';

export interface KnownType {
  readonly name: string;
  readonly type: string;
}

export interface KnownOfLine {
  readonly types: readonly KnownType[];
  readonly remarks: readonly string[];
}

export interface KnownOfCode {
  /** In the order of what was asked for. */
  readonly lines: readonly KnownOfLine[];
  /** Why something is missing, in whole sentences. */
  readonly left: readonly string[];
}

interface Gathered {
  readonly types: KnownType[];
  readonly remarks: string[];
}

/** Of the innermost: each name is a question. */
const mostWithTypes = 3;
/** Lines before and after. */
const near = 4;
const mostRemarks = 5;

/** @param code null where it is not offered */
export async function askCode(
  code: Pick<CodeService, 'ask' | 'askLinter'> | null,
  frames: readonly LocatedFrame[],
  mostMs: number,
): Promise<KnownOfCode> {
  const gathered = frames.map((): Gathered => ({ types: [], remarks: [] }));
  const left: string[] = [];
  if (code === null)
    left.push('Types and remarks are missing: the code service is not enabled (--services).');
  else if (frames.length > 0) left.push(...(await gather(code, frames, gathered, mostMs)));
  return {
    lines: gathered.map(({ types, remarks }) => ({ types: [...types], remarks: [...remarks] })),
    left,
  };
}

async function gather(
  code: Pick<CodeService, 'ask' | 'askLinter'>,
  frames: readonly LocatedFrame[],
  gathered: readonly Gathered[],
  mostMs: number,
): Promise<readonly string[]> {
  const timer = startTimer(mostMs);
  const hurry = new AbortController();
  const asked = Promise.all([
    code.askLinter(async (session) => {
      await eachFile(
        frames,
        hurry.signal,
        async (path, note) => {
          const { findings } = await askLint(session, path);
          for (const { spot, code: rule, message } of findings) note(spot.line, `${message} [ruff ${rule}]`);
        },
        gathered,
      );
    }),
    code.ask((session) => askServer(session, frames, gathered, hurry.signal)),
  ]);
  try {
    const late = ['Types or remarks are missing: the language server did not answer in time.'];
    return await Promise.race([
      asked.then((answers) => answers.flatMap(toMissing)),
      timer.passed.then(() => late),
    ]);
  } finally {
    hurry.abort();
    timer.stop();
  }
}

function toMissing(answer: Awaited<ReturnType<CodeService['ask']>>): readonly string[] {
  return answer.kind === 'done' ? [] : [`Types or remarks are missing: ${answer.error.message}.`];
}

async function askServer(
  session: CodeSession,
  frames: readonly LocatedFrame[],
  gathered: readonly Gathered[],
  hurry: AbortSignal,
): Promise<void> {
  await eachFile(
    frames,
    hurry,
    async (path, note) => {
      const { diagnostics } = await askDiagnostics(session, path);
      for (const { spot, severity, message, rule } of diagnostics)
        note(spot.line, `${severity}: ${message}${rule === null ? '' : ` [${rule}]`}`);
    },
    gathered,
  );
  for (const [index, { path, line }] of frames.slice(0, mostWithTypes).entries())
    for (const { name, column } of namesOn(session.findLines(path)?.[line - 1] ?? '')) {
      if (hurry.aborted) return;
      const { text } = await askHover(session, { path, line, column });
      if (text !== null) gathered[index]?.types.push({ name, type: toPlain(text) });
    }
}

type Note = (line: number, remark: string) => void;

/** A file that cannot be asked about is one without remarks; a server that has failed ends it. */
async function eachFile(
  frames: readonly LocatedFrame[],
  hurry: AbortSignal,
  ask: (path: string, note: Note) => Promise<void>,
  gathered: readonly Gathered[],
): Promise<void> {
  for (const path of new Set(frames.map((frame) => frame.path))) {
    if (hurry.aborted) return;
    const note: Note = (at, remark) => {
      for (const [index, frame] of frames.entries()) {
        const remarks = gathered[index]?.remarks;
        if (frame.path === path && Math.abs(frame.line - at) <= near && (remarks?.length ?? 0) < mostRemarks)
          remarks?.push(`line ${at}: ${remark}`);
      }
    };
    try {
      await ask(path, note);
    } catch (error) {
      const isOfFile = error instanceof PymcpError && /^code\.(?:place-invalid|not-found)$/.test(error.code);
      if (!isOfFile) throw error;
    }
  }
}

/** A hover is Markdown with the signature between fences. */
function toPlain(text: string): string {
  return text
    .replaceAll(/^```.*$/gm, '')
    .replaceAll(/\n{2,}/g, '\n')
    .trim();
}
