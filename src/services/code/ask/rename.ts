// Renames a symbol wherever the language server knows it: first as a preview, then as one change. What it would miss is said.
import { PymcpError } from '../../../core/errors.js';
import { applyEdits } from '../change/apply-edits.js';
import type { ChangedFile } from '../change/changed-file.js';
import type { MadeChange, WriteChanges } from '../change/write-changes.js';
import type { CodeSession } from '../code-session.js';
import { findNames, wordAt } from '../place/names.js';
import { resolvePlace, type WantedPlace } from '../place/resolve-place.js';
import { showSpot, type Spot, toSpot } from '../place/spot.js';
import { type LspTextEdits, type LspWorkspaceEdit, workspaceEdit } from '../server/replies.js';
import { parseUri } from '../server/workspace-uri.js';
import { inOrder } from './references.js';
import { toParams } from './to-params.js';

export interface RenameAnswer {
  readonly resolved: Spot;
  readonly oldName: string;
  readonly newName: string;
  /** null where nothing was written: a preview. */
  readonly made: MadeChange | null;
  readonly places: readonly Spot[];
  readonly files: readonly ChangedFile[];
  /** Places with the old name that stay as they are. */
  readonly missed: readonly Spot[];
}

const reply = workspaceEdit.nullish();

type Edits = readonly (readonly [uri: string, edits: LspTextEdits])[];

/** @param write null for a preview @throws PymcpError `code.place-invalid`, `code.server-refused`, `code.not-written`, as `write` */
export async function askRename(
  session: CodeSession,
  wanted: WantedPlace,
  newName: string,
  write: WriteChanges | null,
): Promise<RenameAnswer> {
  refuseBadName(newName);
  const resolved = await resolvePlace(session, wanted);
  const oldName = wordAt(session.linesOf(resolved.path), resolved);
  if (oldName === null || oldName === newName)
    throw new PymcpError(
      'code.place-invalid',
      oldName === null ? `no name stands at ${showSpot(resolved)}` : `it is called ${newName} already`,
      'name the place of a name, and another new name',
    );
  const answer = await session.request('textDocument/rename', { ...toParams(resolved), newName }, reply);
  const edits = toEdits(answer);
  const files = edits.map(([uri, own]) => toChangedFile(session, uri, own, oldName, newName));
  const places = edits.flatMap(([uri, own]) => own.map((edit) => toSpot(pathOf(uri), edit.range.start)));
  const known = new Set(places.map(showSpot));
  if (files.length === 0)
    throw new PymcpError(
      'code.server-refused',
      `the language server knows no way to rename ${JSON.stringify(oldName)} at ${showSpot(resolved)}`,
      'what is defined in a library, and keywords, cannot be renamed',
    );
  const made = write === null ? null : await write(files);
  return {
    ...{ resolved, oldName, newName, files, made },
    places: inOrder(places),
    missed: findNames(session, oldName).filter((spot) => !known.has(showSpot(spot))),
  };
}

// prettier-ignore
const keywords: ReadonlySet<string> = new Set([
  'False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else',
  'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass', 'raise',
  'return', 'try', 'while', 'with', 'yield',
]);

function refuseBadName(name: string): void {
  if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !keywords.has(name)) return;
  throw new PymcpError(
    'code.place-invalid',
    `${JSON.stringify(name.slice(0, 80))} cannot be a name in Python`,
    'give a name of letters, digits and underscores that is no keyword',
  );
}

function toEdits(answer: LspWorkspaceEdit | null | undefined): Edits {
  const list = answer?.documentChanges?.map(({ textDocument, edits }) => [textDocument.uri, edits] as const);
  return (list ?? Object.entries(answer?.changes ?? {})).filter(([, edits]) => edits.length > 0);
}

function pathOf(uri: string): string {
  const file = parseUri(uri);
  return file.kind === 'workspace'
    ? file.path
    : refuse(`it is used in ${file.name}, outside of the workspace`);
}

function toChangedFile(
  session: CodeSession,
  uri: string,
  edits: Edits[number][1],
  oldName: string,
  newName: string,
): ChangedFile {
  const path = pathOf(uri);
  const before = session.files.read(path) ?? refuse(`it is used in ${path}, which is not shown here`);
  const after =
    applyEdits(before, edits, oldName, newName) ?? refuse(`not every place in ${path} holds the name`);
  return { path, before, after };
}

function refuse(why: string): never {
  throw new PymcpError(
    'code.not-written',
    `nothing was changed: ${why}`,
    'rename it by hand, or ask again when the files are at rest',
  );
}
