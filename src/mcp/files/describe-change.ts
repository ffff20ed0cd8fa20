// What a change was, whether it can be taken back, and what has come with it that somebody should look at.
import { z } from 'zod';
import type { Change } from '../../services/files/file-change.js';
import { showLine } from '../run-python/show-controls.js';
import { showName } from './file-section.js';

interface ChangeOutput {
  readonly change_id: z.ZodType;
  readonly created_protected: z.ZodType;
}

/** Of every tool that changes something. */
export const changeOutput: ChangeOutput & Readonly<Record<string, z.ZodType>> = {
  change_id: z.int().nullable().describe('For undo_change; null: it cannot be taken back'),
  created_protected: z
    .array(z.string())
    .describe('Files that the host may execute or obey and that have come with it'),
  lost: z
    .array(z.string())
    .optional()
    .describe('What the file had beside its content and has no more: owner, access control list, attributes'),
};

export function toChangeFields({
  changeId,
  createdProtected,
  lost = [],
}: Pick<Change, 'changeId' | 'createdProtected' | 'lost'>): Readonly<Record<string, unknown>> {
  return { change_id: changeId, created_protected: createdProtected, ...(lost.length === 0 ? {} : { lost }) };
}

export function describeUndo({
  changeId,
  notKept,
  createdProtected,
  lost = [],
}: Pick<Change, 'changeId' | 'notKept' | 'createdProtected' | 'lost'>): string {
  const undo =
    notKept !== null
      ? ` It cannot be taken back: ${notKept}.`
      : changeId === null
        ? ''
        : ` undo_change {id: ${changeId}} takes it back.`;
  const names = createdProtected.map(showName).join(', ');
  const warning =
    createdProtected.length === 0
      ? ''
      : ` Warning: these files have come, which tools on the host may execute or which are not shown from now on: ${names}.`;
  const gone =
    lost.length === 0 ? '' : ` What it had and could not be given again: ${lost.map(showLine).join(', ')}.`;
  return undo + gone + warning;
}
