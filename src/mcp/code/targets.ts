// The tools definition and implementations: a place to a few places.
import { z } from 'zod';
import { askDefinition, type TargetsAnswer } from '../../services/code/ask/definition.js';
import { askImplementations } from '../../services/code/ask/implementations.js';
import type { CodeService } from '../../services/code/code-service.js';
import { showSpot } from '../../services/code/place/spot.js';
import { showTarget } from '../../services/code/place/target.js';
import type { SessionTool, Told } from '../sessions/session-tool.js';
import { place, spotSchema, targetSchema, toFields, toSpotFields } from './place-schema.js';
import { sayOmitted, toSource } from './to-source.js';

const input = z.strictObject(place);
type TargetsTool = SessionTool<typeof input, TargetsAnswer>;

export function definition(service: CodeService): TargetsTool {
  return {
    ...toShared(),
    name: 'definition',
    title: 'Go to the definition',
    description:
      'Finds where the name at a place in Python code is defined, and shows the source there. Name the place by a piece of the ' +
      'text (path and pattern), by path, line and column, or by a name path (symbol).',
    ask: (wanted, signal) => service.ask((session) => askDefinition(session, wanted), signal),
    tell: (answer) => tell(answer, 'definition'),
  };
}

export function implementations(service: CodeService): TargetsTool {
  return {
    ...toShared(),
    name: 'implementations',
    title: 'Find implementations',
    description:
      'Finds the methods that override a method, or the classes that derive from a class, in the workspace, and shows their ' +
      'source. Name the place by a name path (symbol), by path and pattern, or by path, line and column.',
    ask: (wanted, signal) => service.ask((session) => askImplementations(session, wanted), signal),
    tell: (answer) => tell(answer, 'implementation'),
  };
}

const toShared = (): Pick<TargetsTool, 'input' | 'output' | 'programsWords' | 'annotations'> => ({
  input,
  output: { resolved: spotSchema, targets: z.array(targetSchema), omitted: z.int() },
  programsWords: ['targets'],
  annotations: { readOnlyHint: true },
});

function tell({ resolved, source, targets, omitted }: TargetsAnswer, what: string): Told {
  const said =
    targets.length === 0
      ? `No ${what} is known`
      : `${targets.length} ${what}${targets.length === 1 ? '' : 's'}`;
  return {
    message: `${said} of what stands at ${showSpot(resolved)}.${sayOmitted(omitted, 'places')}`,
    fields: { resolved: toSpotFields(resolved), targets: targets.map(toFields), omitted },
    sections: [
      ...toSource('Asked about', source),
      ...targets.flatMap((target) =>
        target.kind === 'workspace' && target.source !== null
          ? toSource(showSpot(target.spot), target.source)
          : [showTarget(target)],
      ),
    ],
  };
}
