// The tool references.
import { z } from 'zod';
import { askReferences, type ReferencesAnswer } from '../../services/code/ask/references.js';
import type { CodeService } from '../../services/code/code-service.js';
import type { ShownSpots } from '../../services/code/place/show-spots.js';
import { showSpots } from '../../services/code/place/show-spots.js';
import { showSpot, type Spot } from '../../services/code/place/spot.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { place, spotSchema, toSpotFields } from './place-schema.js';
import { sayOmitted, toSource } from './to-source.js';

const input = z.strictObject({
  ...place,
  only_in: z
    .string()
    .min(1)
    .max(1_024)
    .optional()
    .describe('A file or a folder: other places are counted, not shown'),
});

type Input = z.infer<typeof input>;

interface Shown extends ReferencesAnswer {
  readonly confirmedShown: ShownSpots;
  readonly unconfirmedShown: ShownSpots;
}

const mostConfirmed = 12_000;
const mostUnconfirmed = 4_000;
const mostListed = 200;

export function references(service: CodeService): SessionTool<typeof input, Shown> {
  return {
    name: 'references',
    title: 'Find references',
    description:
      'Finds where a Python symbol is used in the workspace. Confirmed uses are those whose types say so; unconfirmed ones have the same ' +
      'name, in code without types, in strings or comments: look at them before you rely on the list. Name the symbol by a name ' +
      'path, by path and pattern, or by path, line and column.',
    input,
    output: {
      resolved: spotSchema,
      name: z.string().describe('Empty where no name stands there'),
      confirmed: z.array(spotSchema),
      confirmed_count: z.int(),
      unconfirmed: z.array(spotSchema),
      unconfirmed_count: z.int(),
      left_out: z.array(z.string()).describe('What is not shown, in words'),
    },
    programsWords: ['name', 'confirmed', 'unconfirmed'],
    annotations: { readOnlyHint: true },
    ask: (wanted, signal) =>
      service.ask(async (session) => {
        const answer = await askReferences(session, wanted);
        const show = (spots: readonly Spot[], most: number): ShownSpots =>
          showSpots(only(spots, wanted), (path) => session.findLines(path), most);
        return {
          ...answer,
          confirmedShown: show(answer.confirmed, mostConfirmed),
          unconfirmedShown: show(answer.unconfirmed, mostUnconfirmed),
        };
      }, signal),
    tell: (answer, wanted) => {
      const { resolved, name, confirmed, unconfirmed, outside } = answer;
      const left = listLeft(answer, wanted);
      const which = name === null ? 'what stands' : JSON.stringify(name);
      return {
        message:
          `${confirmed.length} confirmed uses of ${which} at ${showSpot(resolved)}, its definition included; ` +
          `${unconfirmed.length} more places have the name, unconfirmed.${sayOmitted(outside, 'places in libraries')}` +
          left.map((one) => ` Left out: ${one}.`).join(''),
        fields: {
          resolved: toSpotFields(resolved),
          name: name ?? '',
          confirmed: confirmed.slice(0, mostListed).map(toSpotFields),
          confirmed_count: confirmed.length,
          unconfirmed: unconfirmed.slice(0, mostListed).map(toSpotFields),
          unconfirmed_count: unconfirmed.length,
          left_out: left,
        },
        sections: [
          ...toSource('Confirmed', answer.confirmedShown.text),
          ...toSource('Unconfirmed, the same name', answer.unconfirmedShown.text),
        ],
      };
    },
  };
}

function only(spots: readonly Spot[], { only_in: folder }: Input): readonly Spot[] {
  if (folder === undefined) return spots;
  return spots.filter(({ path }) => path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`));
}

function listLeft(answer: Shown, wanted: Input): string[] {
  const { confirmed, unconfirmed, confirmedShown, unconfirmedShown } = answer;
  const lists = [
    ['confirmed', confirmed, confirmedShown],
    ['unconfirmed', unconfirmed, unconfirmedShown],
  ] as const;
  return lists.flatMap(([name, spots, { left }]) => {
    const elsewhere = spots.length - only(spots, wanted).length;
    const unlisted = Math.max(0, spots.length - mostListed);
    return [
      ...(left === null ? [] : [`of the ${name}, ${left}`]),
      ...(elsewhere === 0 ? [] : [`${elsewhere} ${name} places elsewhere`]),
      ...(unlisted === 0 ? [] : [`${unlisted} of the ${name} in the structured list`]),
    ];
  });
}
