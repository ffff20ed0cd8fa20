// What a tool of the code service has written, and, where the tools of files are there to do it, by which it is taken back.
import { z } from 'zod';
import type { MadeChange } from '../../services/code/change/write-changes.js';
import type { CodeService } from '../../services/code/code-service.js';
import { changeOutput, describeUndo, toChangeFields } from '../files/describe-change.js';

type Undo = Pick<CodeService, 'undo'>;

export function toMadeOutput({ undo }: Undo): Readonly<Record<string, z.ZodType>> {
  const { change_id: id, created_protected: created } = changeOutput;
  return {
    applied: z.boolean(),
    ...(undo === 'offered' ? { change_id: id } : {}),
    created_protected: created,
  };
}

/** @param made null where nothing was written */
export function toMadeFields({ undo }: Undo, made: MadeChange | null): Readonly<Record<string, unknown>> {
  const { change_id: id, created_protected: created } = toChangeFields(made ?? nothingMade);
  return {
    applied: made !== null,
    ...(undo === 'offered' ? { change_id: id } : {}),
    created_protected: created,
  };
}

export function describeMade(made: MadeChange | null): string {
  return made === null ? '' : describeUndo(made);
}

const nothingMade: MadeChange = { changeId: null, notKept: null, createdProtected: [] };
