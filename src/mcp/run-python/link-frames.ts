// Which lines of the workspace's files a traceback leads through. path.contained, path.protected: the traceback is the program's word
// and may claim anything, so a frame counts only where it names a file that is there and that a client may see; all that a
// hostile one can do is to point at another line of such a file.
import { parseWorkspaceUri, toWorkspaceUri } from '../../core/workspace-uri.js';
import type { RunPythonAnswer } from '../../services/python/run-python.js';
import type { WorkspaceWatch } from '../../services/workspace/workspace-watch.js';
import { parseTraceback } from '../traceback/parse-traceback.js';

export interface LinkedFrame {
  /** Relative to the workspace. */
  readonly path: string;
  readonly line: number;
  readonly uri: string;
}

export type VisibleFiles = Pick<WorkspaceWatch, 'findVisible'>;

/** Those nearest to the error. */
const mostFrames = 10;
const root = '/workspace/';

/** @param files null where a client could not read them @returns each line once, the innermost last */
export async function linkFrames(
  files: VisibleFiles | null,
  answer: RunPythonAnswer,
): Promise<readonly LinkedFrame[]> {
  if (files === null || answer.kind === 'refused' || answer.result.outcome.status !== 'raised') return [];
  const claimed = parseTraceback(answer.result.outcome.error.traceback).frames.flatMap(({ file, line }) =>
    file.startsWith(root) ? [{ path: file.slice(root.length), line }] : [],
  );
  const latest = new Map(
    claimed
      .map((one) => ({ ...one, uri: toUri(one.path) }))
      .filter((one): one is LinkedFrame => one.uri !== null)
      .reverse()
      .map((one) => [`${one.line} ${one.path}`, one]),
  );
  const frames = [...latest.values()].slice(0, mostFrames).reverse();
  if (frames.length === 0) return [];
  const visible = await files.findVisible([...new Set(frames.map(({ path }) => path))]);
  return frames.filter(({ path }) => visible.includes(path));
}

/** null where it is no address of ours: half of a character, a name that no line can show. */
function toUri(path: string): string | null {
  if (!path.isWellFormed()) return null;
  const uri = toWorkspaceUri(path);
  return parseWorkspaceUri(uri) === path ? uri : null;
}
