// The tool analyze_algorithm: what functions cost, and how that grows.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { Analysed, ServedAlgorithms } from '../../services/algorithms/served-algorithms.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { functionName, measuringFields, sourceFields, toMeasuring } from './input-schema.js';
import { analysisOutput } from './output-schema.js';
import { reportMeasuring } from './report-measuring.js';
import { tellAnalysis } from './tell-analysis.js';

const input = z.strictObject({
  ...sourceFields,
  functions: z
    .array(functionName)
    .max(50)
    .optional()
    .describe('These alone; left out: all public functions at the outermost level'),
  ...measuringFields,
});

export function analyzeAlgorithm(
  service: Pick<ServedAlgorithms, 'analyse'>,
  caller: Caller,
): SessionTool<typeof input, Analysed> {
  return {
    name: 'analyze_algorithm',
    title: 'Analyze an algorithm',
    description:
      'Measures how time and memory of Python functions grow with the size of their input, in a jail, and says which class that is, ' +
      'O(1) to O(n!), how sure that is, and whether it is what they declare ("O(n log n)" in the docstring). Give one of name, path and ' +
      'code. Use it to check a claim about complexity instead of reasoning about it. Functions that never end or crash are told of, and the others measured.',
    input,
    output: analysisOutput(),
    programsWords: ['analysis'],
    annotations: { readOnlyHint: true },
    ask: async ({ name, path, code, functions = [], ...more }, signal, context) => {
      const how = toMeasuring(more);
      const { onProgress, stop } = reportMeasuring(context, how.budgetSeconds);
      try {
        return await service.analyse(caller, { name, path, code, functions, ...how }, { signal, onProgress });
      } finally {
        stop();
      }
    },
    tell: tellAnalysis,
  };
}
