// What can be mended in a file by itself: the fixes of ruff's rules, and what the language server has as edits of that file. Those that
// keep what the code does are safe and can be made together; of the others a person or a model decides, one by one.
import { z } from 'zod';
import { PymcpError } from '../../../core/errors.js';
import { type ActionEdit, applyActions } from '../change/apply-actions.js';
import { lineDiff } from '../change/line-diff.js';
import type { MadeChange, WriteChanges } from '../change/write-changes.js';
import type { BothSessions } from '../code-service.js';
import type { CodeSession } from '../code-session.js';
import type { LintSession } from '../lint-session.js';
import { findPythonFile } from '../place/resolve-place.js';
import type { Spot } from '../place/spot.js';
import { workspaceEdit } from '../server/replies.js';
import { parseUri, toUri } from '../server/workspace-uri.js';
import { isSafeFix } from './safe-fixes.js';

export interface CodeAction {
  /** By which it is chosen. */
  readonly id: string;
  readonly title: string;
  readonly safe: boolean;
  readonly spot: Spot;
  readonly edits: readonly ActionEdit[];
}

export interface CodeActionsAnswer {
  readonly path: string;
  readonly actions: readonly CodeAction[];
  readonly omitted: number;
  /** Of what was written, or else of all that is safe. */
  readonly diff: string;
  readonly made: MadeChange | null;
}

export interface WantedActions {
  readonly path: string;
  readonly line?: number | undefined;
  readonly end_line?: number | undefined;
  readonly select?: readonly string[] | undefined;
  /** Ids, or `safe`. */
  readonly apply?: readonly string[] | undefined;
}

const mostActions = 100;
const mostTitle = 200;
const mostRounds = 10;
const usualRules = ['E4', 'E7', 'E9', 'F', 'I'] as const;

/** @throws PymcpError `code.not-found` where an action is chosen that is none, as `write` */
export async function askCodeActions(
  { code, lint }: BothSessions,
  wanted: WantedActions,
  write: WriteChanges,
): Promise<CodeActionsAnswer> {
  const path = findPythonFile(lint, wanted.path);
  const before = lint.textOf(path);
  refuseBadLines(wanted, before.split(/\r\n|\n|\r/).length);
  const select = wanted.select ?? usualRules;
  const fixes = await findFixes(lint, path, before, select);
  const all = [...fixes, ...(await findEdits(code, path, wanted))];
  const actions = all.filter(({ spot }) => isWithin(spot, wanted));
  const { apply } = wanted;
  const chosen = apply === undefined || apply.includes('safe') ? null : choose(actions, apply);
  const after = chosen === null ? await mendSafe(lint, path, before, fixes, wanted) : mend(before, chosen);
  const made = apply === undefined || after === before ? null : await write([{ path, before, after }]);
  return {
    path,
    actions: actions.slice(0, mostActions),
    omitted: Math.max(0, actions.length - mostActions),
    diff: lineDiff(before, after),
    made,
  };
}

function refuseBadLines({ path, line, end_line: end }: WantedActions, count: number): void {
  const last = Math.max(line ?? 1, end ?? 1);
  const isOrdered = end === undefined || (line !== undefined && end >= line);
  if (isOrdered && last <= count) return;
  throw new PymcpError(
    'code.place-invalid',
    isOrdered
      ? `${path} has ${count} lines and no line ${last}`
      : 'end_line stands before line, or without it',
    `give a line from 1 to ${count}, and an end_line that is not before it`,
  );
}

const place = z.object({ row: z.int().min(0), column: z.int().min(0) });
const fixes = z
  .array(
    z.object({
      code: z.string().nullable(),
      start_location: place,
      fix: z
        .object({
          message: z.string().nullable(),
          edits: z.array(z.object({ location: place, end_location: place, content: z.string().nullable() })),
        })
        .nullable(),
    }),
  )
  .readonly();

async function findFixes(
  lint: LintSession,
  path: string,
  text: string,
  select: readonly string[],
): Promise<readonly CodeAction[]> {
  const found = await lint.ask('check', { text, options: { lint: { select } } }, fixes);
  return found.flatMap(({ code, start_location: { row, column }, fix }) => {
    if (fix === null || code === null) return [];
    return {
      id: `${code.slice(0, 20)}:${row}:${column}`,
      title: (fix.message ?? code).slice(0, mostTitle),
      safe: isSafeFix(code, path),
      spot: { path, line: row, column },
      edits: fix.edits.map(({ location, end_location: end, content }) => ({
        range: { start: toPosition(location), end: toPosition(end) },
        newText: content ?? '',
      })),
    };
  });
}

const toPosition = ({ row, column }: z.infer<typeof place>): ActionEdit['range']['start'] => ({
  line: Math.max(0, row - 1),
  character: Math.max(0, column - 1),
});

const serverActions = z
  .array(
    z.object({
      title: z.string(),
      edit: workspaceEdit.optional().catch(undefined),
    }),
  )
  .nullish();

/** Commands, and edits of other files, are none. */
async function findEdits(
  session: CodeSession,
  path: string,
  { line = 1, end_line: end = line }: WantedActions,
): Promise<readonly CodeAction[]> {
  session.open(path);
  const params = {
    textDocument: { uri: toUri(path) },
    range: { start: { line: line - 1, character: 0 }, end: { line: end, character: 0 } },
    context: { diagnostics: [] },
  };
  const found = (await session.request('textDocument/codeAction', params, serverActions)) ?? [];
  return found.flatMap(({ title, edit }, index) => {
    const changes = [
      ...Object.entries(edit?.changes ?? {}),
      ...(edit?.documentChanges ?? []).map(({ textDocument, edits }) => [textDocument.uri, edits] as const),
    ];
    const isOurs = changes.length > 0 && changes.every(([uri]) => isFile(uri, path));
    if (!isOurs) return [];
    const edits = changes.flatMap(([, own]) => own);
    const first = edits[0]?.range.start;
    const spot = { path, line: (first?.line ?? line - 1) + 1, column: (first?.character ?? 0) + 1 };
    return { id: `pyright:${index + 1}`, title: title.slice(0, mostTitle), safe: false, spot, edits };
  });
}

function isFile(uri: string, path: string): boolean {
  const file = parseUri(uri);
  return file.kind === 'workspace' && file.path === path;
}

function isWithin({ line: at }: Spot, { line, end_line: end }: WantedActions): boolean {
  return line === undefined || (at >= line && at <= (end ?? line));
}

function choose(actions: readonly CodeAction[], ids: readonly string[]): readonly CodeAction[] {
  const chosen = ids.map((id) => actions.find((action) => action.id === id));
  const unknown = ids.filter((_, index) => chosen[index] === undefined);
  if (unknown.length === 0) return chosen.filter((action) => action !== undefined);
  const known = actions.slice(0, 10).map(({ id, title }) => `${id} (${title})`);
  throw new PymcpError(
    'code.not-found',
    `there is no action ${unknown.map((id) => JSON.stringify(id.slice(0, 60))).join(', ')} here now`,
    known.length === 0 ? 'nothing can be mended here' : `choose among ${known.join(', ')}`,
  );
}

function mend(text: string, chosen: readonly CodeAction[]): string {
  const { after, applied } = applyActions(
    text,
    chosen.map(({ edits }) => edits),
  );
  if (applied.length === chosen.length) return after;
  const left = chosen.filter((_, index) => !applied.includes(index)).map(({ id }) => id);
  throw new PymcpError(
    'code.not-written',
    `nothing was changed: ${left.join(', ')} would change what another of them changes too`,
    'choose one of them, and the other afterwards',
  );
}

/** Those that touch others wait for the next round, as ruff does it. @param fixes of the text as it is before */
async function mendSafe(
  lint: LintSession,
  path: string,
  before: string,
  fixes: readonly CodeAction[],
  wanted: WantedActions,
): Promise<string> {
  let text = before;
  let found = fixes;
  for (let round = 1; ; round += 1) {
    const safe = found.filter(({ safe: isSafe, spot }) => isSafe && isWithin(spot, wanted));
    const { after } = applyActions(
      text,
      safe.map(({ edits }) => edits),
    );
    // Lines have other numbers then.
    if (after === text || wanted.line !== undefined || round === mostRounds) return after;
    text = after;
    found = await findFixes(lint, path, text, wanted.select ?? usualRules);
  }
}
