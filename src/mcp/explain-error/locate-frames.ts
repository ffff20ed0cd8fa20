// From the frames of a traceback to lines of the workspace. One from another machine names paths that are not here: such a file is
// taken for the one whose path ends most like it, where that is one alone.
import type { Caller } from '../../core/caller.js';
import { whyNotContained } from '../../core/contained-path.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { TracebackFrame } from '../traceback/parse-traceback.js';

export interface LocatedFrame {
  readonly path: string;
  readonly line: number;
}

export interface Located {
  /** Each line once, the innermost first. */
  readonly frames: readonly LocatedFrame[];
  /** What is not among them, in whole sentences. */
  readonly left: readonly string[];
}

const mostForeign = 8;
const mostCandidates = 5;
const installed = /(?:^|\/)(?:site-packages|dist-packages|lib(?:64)?\/python\d[\d.]*)\//i;
const root = '/workspace/';
const own = '/home/mcp/';

type Files = Pick<FilesService, 'searchFiles'>;

export async function locateFrames(
  files: Files,
  caller: Caller,
  frames: readonly TracebackFrame[],
): Promise<Located> {
  const places = distinct(frames);
  const foreign = [...new Set(places.map(({ file }) => file).filter(isForeign))];
  const found = new Map<string, Found>();
  for (const file of foreign.slice(0, mostForeign)) found.set(file, await findAlike(files, caller, file));
  const located = places.flatMap(({ file, line }) => {
    const path = file.startsWith(root) ? file.slice(root.length) : (found.get(file)?.path ?? null);
    return path === null || whyNotContained(path) !== null ? [] : [{ path, line }];
  });
  const repeated = frames.length - places.length;
  return {
    frames: distinct(located.map(({ path, line }) => ({ file: path, line })).reverse()).map(
      ({ file, line }) => ({ path: file, line }),
    ),
    left: [
      ...[...found.values()].flatMap(({ said }) => said ?? []),
      ...count(Math.max(0, foreign.length - mostForeign), 'more files of the traceback were not looked for'),
      ...count(repeated, 'frames repeat lines that the traceback has already'),
      ...count(places.filter(isInstalled).length, 'lines are in installed packages or the standard library'),
      ...count(
        places.filter(({ file }) => file.startsWith(own)).length,
        'lines are in the program itself or in files of its scratch folder',
      ),
    ],
  };
}

interface Found {
  /** null where it is none, or could be several. */
  readonly path: string | null;
  readonly said?: string;
}

/** The innermost first. */
function distinct(frames: readonly TracebackFrame[]): readonly TracebackFrame[] {
  return [...new Map([...frames].reverse().map((one) => [`${one.line} ${one.file}`, one])).values()];
}

const isInstalled = ({ file }: TracebackFrame): boolean =>
  !file.startsWith(root) && installed.test(file.replaceAll('\\', '/'));

/** Neither here nor of Python itself. */
function isForeign(file: string): boolean {
  return (
    !file.startsWith(root) &&
    !file.startsWith(own) &&
    !file.startsWith('<') &&
    !isInstalled({ file, line: 1 })
  );
}

async function findAlike(files: Files, caller: Caller, file: string): Promise<Found> {
  const parts = file
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  const name = parts.at(-1) ?? '';
  const shown = JSON.stringify(file.slice(0, 200));
  const none = { path: null, said: `${shown} is not in the workspace.` };
  // What stands for others in a pattern is in no name of a module.
  if (!/^[\p{L}\p{N}_.-]{1,200}$/u.test(name)) return none;
  const query = { pattern: `**/${name}`, excluded: [], withIgnored: false, most: 1_000 };
  const answer = await files.searchFiles(caller, '', query, undefined, 'explain_error');
  if (answer.kind === 'refused')
    return { path: null, said: `${shown} was not looked for: ${answer.error.message}.` };
  const scored = answer.value.matches
    .filter(({ path, kind }) => kind === 'file' && path.split('/').at(-1) === name)
    .map(({ path }) => ({ path, score: sameEnd(path.split('/'), parts) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const candidates = scored.filter(({ score }) => score === best).map(({ path }) => path);
  const [path] = candidates;
  if (path === undefined) return none;
  if (candidates.length === 1) return { path, said: `${shown} is taken for ${JSON.stringify(path)}.` };
  const some = candidates.slice(0, mostCandidates).map((one) => JSON.stringify(one));
  return {
    path: null,
    said: `${shown} could be ${some.join(', ')}${candidates.length > some.length ? ' or others' : ''}.`,
  };
}

function sameEnd(one: readonly string[], other: readonly string[]): number {
  let same = 0;
  while (same < one.length && one.at(-1 - same) === other.at(-1 - same)) same += 1;
  return same;
}

function count(number: number, what: string): readonly string[] {
  return number === 0 ? [] : [`${number} ${what}.`];
}
