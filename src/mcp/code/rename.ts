// The tool rename.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import { askRename, type RenameAnswer } from '../../services/code/ask/rename.js';
import type { CodeService } from '../../services/code/code-service.js';
import { showSpots, type ShownSpots } from '../../services/code/place/show-spots.js';
import { showSpot } from '../../services/code/place/spot.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { place, spotSchema, toSpotFields } from './place-schema.js';
import { describeMade, toMadeFields, toMadeOutput } from './made-change.js';
import { toSource } from './to-source.js';

const input = z.strictObject({
  ...place,
  new_name: z.string().min(1).max(300),
  apply: z.boolean().optional().describe('Without it, or false: a preview, and nothing is written'),
});

interface Shown extends RenameAnswer {
  readonly shown: ShownSpots;
  readonly missedShown: ShownSpots;
}

const mostListed = 200;

export function rename(service: CodeService, caller: Caller): SessionTool<typeof input, Shown> {
  return {
    name: 'rename',
    title: 'Rename a symbol',
    description:
      'Renames a Python symbol in all files of the workspace where it is known to be used. First call it without apply: it shows what would ' +
      'change, and which places with the old name would stay (strings, comments, code without types). Then with apply true: all files ' +
      'are written as one change, or none. Needs a workspace that is writable.',
    input,
    output: {
      resolved: spotSchema,
      ...toMadeOutput(service),
      places: z.array(spotSchema),
      places_count: z.int(),
      files: z.array(z.string()),
      missed: z.array(spotSchema).describe('Places with the old name that stay'),
      missed_count: z.int(),
    },
    programsWords: ['places', 'files', 'missed'],
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false },
    ask: ({ new_name: newName, apply, ...wanted }, signal) =>
      service.ask(async (session) => {
        const write = apply === true ? service.writerFor(caller, 'rename') : null;
        const answer = await askRename(session, wanted, newName, write);
        const findLines = (path: string): readonly string[] | null => session.findLines(path);
        return {
          ...answer,
          shown: showSpots(answer.places, findLines, 10_000),
          missedShown: showSpots(answer.missed, findLines, 4_000),
        };
      }, signal),
    tell: ({ resolved, oldName, newName, made, places, files, missed, shown, missedShown }) => ({
      message:
        `${made !== null ? 'Renamed' : 'A preview, nothing is written: would rename'} ${oldName} (${showSpot(resolved)}) to ${newName} at ` +
        `${places.length} places in ${files.length} files. ${missed.length} places with the old name stay as they are.${describeMade(made)}` +
        [shown.left, missedShown.left].map((left) => (left === null ? '' : ` Left out: ${left}.`)).join(''),
      fields: {
        resolved: toSpotFields(resolved),
        ...toMadeFields(service, made),
        places: places.slice(0, mostListed).map(toSpotFields),
        places_count: places.length,
        files: files.map(({ path }) => path),
        missed: missed.slice(0, mostListed).map(toSpotFields),
        missed_count: missed.length,
      },
      sections: [
        ...toSource('Before the change', shown.text),
        ...toSource('Stay as they are', missedShown.text),
      ],
    }),
  };
}
