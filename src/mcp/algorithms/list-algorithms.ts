// The tool list_algorithms: what can be analysed by its name.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import { type AlgorithmList, algorithmsFolder } from '../../services/algorithms/algorithm-files.js';
import type { ServedAlgorithms } from '../../services/algorithms/served-algorithms.js';
import { sayOmitted, toSource } from '../code/to-source.js';
import type { SessionTool } from '../sessions/session-tool.js';

const input = z.strictObject({});

export function listAlgorithms(
  service: Pick<ServedAlgorithms, 'list' | 'files'>,
  caller: Caller,
): SessionTool<typeof input, AlgorithmList> {
  return {
    name: 'list_algorithms',
    title: 'List algorithms',
    description: `Lists the algorithms of the workspace, which are the files ${algorithmsFolder}/NAME.py, with their functions. analyze_algorithm takes the name.`,
    input,
    output: {
      algorithms: z.array(
        z.object({
          name: z.string(),
          path: z.string(),
          summary: z.string(),
          functions: z.array(z.string()),
        }),
      ),
      omitted: z.int(),
    },
    programsWords: ['algorithms'],
    annotations: { readOnlyHint: true },
    ask: (_, signal) => service.list(caller, signal),
    tell: ({ algorithms, omitted }) => ({
      message: sayList(algorithms.length, omitted, service.files !== null),
      fields: { algorithms, omitted },
      sections: toSource(
        'Algorithms',
        algorithms
          .map(({ name, summary, functions }) => `${name}: ${summary} [${functions.join(', ')}]`)
          .join('\n'),
      ),
    }),
  };
}

function sayList(count: number, omitted: number, hasWorkspace: boolean): string {
  if (count > 0) return `${count} algorithms.${sayOmitted(omitted, 'algorithms')}`;
  return hasWorkspace
    ? `There is no ${algorithmsFolder}/NAME.py in the workspace. analyze_algorithm takes path or code as well.`
    : 'This server shows no workspace, so no algorithm has a name. analyze_algorithm takes code.';
}
