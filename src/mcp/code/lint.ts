// The tools lint and complexity.
import { z } from 'zod';
import {
  askComplexity,
  askLint,
  type ComplexityAnswer,
  type LintAnswer,
} from '../../services/code/ask/lint.js';
import type { CodeService } from '../../services/code/code-service.js';
import { showSpot } from '../../services/code/place/spot.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { path, rules, spotSchema } from './place-schema.js';
import { sayOmitted, toSource } from './to-source.js';

const forRules = z.strictObject({
  path,
  select: rules.describe('Rules or their beginnings, e.g. ["F", "B006"]; without it E4, E7, E9, F'),
});

export function lint(service: CodeService): SessionTool<typeof forRules, LintAnswer> {
  return {
    name: 'lint',
    title: 'Lint a file',
    description:
      'Checks a Python file of the workspace with the rules of ruff: imports that are not used, names that are not defined, syntax errors, ' +
      'and whatever other rules are selected. Types are for the tool diagnostics; code_actions makes the fixes.',
    input: forRules,
    output: {
      findings: z.array(spotSchema.extend({ code: z.string(), message: z.string(), has_fix: z.boolean() })),
      omitted: z.int(),
    },
    programsWords: ['findings'],
    annotations: { readOnlyHint: true },
    ask: (wanted) => service.askLinter((session) => askLint(session, wanted.path, wanted.select)),
    tell: ({ path: file, findings, omitted }) => ({
      message: `${findings.length} findings in ${file}.${sayOmitted(omitted, 'findings')}`,
      fields: {
        findings: findings.map(({ spot, code, message, hasFix }) => ({
          ...spot,
          code,
          message,
          has_fix: hasFix,
        })),
        omitted,
      },
      sections: toSource(
        'Findings',
        findings
          .map(({ spot, code, message, source }) => `${showSpot(spot)} ${code} ${message}\n${source}`)
          .join('\n'),
      ),
    }),
  };
}

const input = z.strictObject({ path });

export function complexity(service: CodeService): SessionTool<typeof input, ComplexityAnswer> {
  return {
    name: 'complexity',
    title: 'Complexity of functions',
    description:
      "Counts the ways through each function of a Python file (McCabe's number), the most complex first: above ten a function is hard to test.",
    input,
    output: {
      functions: z.array(spotSchema.extend({ name: z.string(), complexity: z.int() })),
      omitted: z.int(),
    },
    programsWords: ['functions'],
    annotations: { readOnlyHint: true },
    ask: (wanted) => service.askLinter((session) => askComplexity(session, wanted.path)),
    tell: ({ path: file, functions, omitted }) => ({
      message: `${functions.length} functions in ${file}.${sayOmitted(omitted, 'functions')}`,
      fields: {
        functions: functions.map(({ name, spot, complexity: ways }) => ({ ...spot, name, complexity: ways })),
        omitted,
      },
      sections: toSource(
        'Functions',
        functions
          .map(({ name, spot, complexity: ways }) => `${ways}  ${name} (line ${spot.line})`)
          .join('\n'),
      ),
    }),
  };
}
