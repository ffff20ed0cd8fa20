// The tool compare_algorithms: implementations of one problem side by side.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { Analysed, ServedAlgorithms } from '../../services/algorithms/served-algorithms.js';
import type { SessionTool, Told } from '../sessions/session-tool.js';
import { functionName, measuringFields, sourceFields, toMeasuring } from './input-schema.js';
import { analysisOutput } from './output-schema.js';
import { reportMeasuring } from './report-measuring.js';
import { tellAnalysis } from './tell-analysis.js';

const item = z.strictObject({
  ...sourceFields,
  function: functionName.optional().describe('This alone; left out: all public functions'),
  label: z.string().max(64).regex(/^\w+$/).optional().describe('Tells functions of the same name apart'),
});

const input = z.strictObject({
  algorithms: z
    .array(item)
    .min(1)
    .max(8)
    .describe('Two functions or more in all, each by name, path or code'),
  ...measuringFields,
});

export function compareAlgorithms(
  service: Pick<ServedAlgorithms, 'compare'>,
  caller: Caller,
): SessionTool<typeof input, Analysed> {
  return {
    name: 'compare_algorithms',
    title: 'Compare algorithms',
    description:
      'Measures several Python functions that solve the same problem, in a jail, and says which is fastest at the largest size that all ' +
      'of them reach, and from which size on another one is (crossovers). They must take the same arguments; give inputs where those cannot be seen from type hints.',
    input,
    output: analysisOutput(),
    programsWords: ['analysis'],
    annotations: { readOnlyHint: true },
    ask: async ({ algorithms, ...more }, signal, context) => {
      const how = toMeasuring(more);
      const { onProgress, stop } = reportMeasuring(context, how.budgetSeconds);
      const items = algorithms.map(({ function: one, ...rest }) => ({
        ...rest,
        functions: one === undefined ? [] : [one],
      }));
      try {
        return await service.compare(caller, { items, ...how }, { signal, onProgress });
      } finally {
        stop();
      }
    },
    tell: tellComparison,
  };
}

function tellComparison(analysed: Analysed): Told {
  const told = tellAnalysis(analysed);
  if (analysed.analysis.comparisons.length > 0) return told;
  const why =
    'Nothing could be compared: two functions with the same kind of input and one size are needed. Give inputs that fit all of them.';
  return { ...told, message: `${told.message} ${why}` };
}
