// What all tools of files share: how they are offered, and the arguments that several of them have.
import { z } from 'zod';
import type { OfferedTool } from '../offer.js';
import { type SessionTool, toOfferedTool } from '../sessions/session-tool.js';

/** Claude Code cuts what is longer; text and structured result together stay below it. */
const mostResultCharacters = 300_000;

export function toFileTool<Input extends z.ZodObject, Value>(tool: SessionTool<Input, Value>): OfferedTool {
  const offered = toOfferedTool(tool);
  return {
    ...offered,
    define: () => ({
      ...offered.define(),
      _meta: { 'anthropic/maxResultSizeChars': mostResultCharacters },
    }),
  };
}

export const pathSchema = z.string().describe('Relative to the workspace, or below /workspace.');

const patterns = z.array(z.string().max(1_000)).max(100).optional();

/** Of a walk through folders. */
export const walkSchema = {
  excludePatterns: patterns.describe('Globs of what to leave out: node_modules, **/*.log'),
  includeIgnored: z
    .boolean()
    .optional()
    .describe('Also what .gitignore leaves out; false where left out. .git itself never.'),
} as const;

export const includeSchema = patterns.describe('Globs of the files to look at: *.py, src/**/*.ts');

interface WalkInput {
  readonly excludePatterns?: string[] | undefined;
  readonly includeIgnored?: boolean | undefined;
}

export function toWalk({ excludePatterns = [], includeIgnored = false }: WalkInput): {
  readonly excluded: readonly string[];
  readonly withIgnored: boolean;
} {
  return { excluded: excludePatterns, withIgnored: includeIgnored };
}

/** What a walk left out, in words; empty where it saw all. */
export function describeWalk({
  complete,
  ignored,
}: {
  readonly complete: boolean;
  readonly ignored: number;
}): string {
  const late = complete
    ? ''
    : ' It was stopped before its end, which is not all then: search a smaller folder.';
  const left =
    ignored === 0 ? '' : ` ${ignored} entries that .gitignore names were left out (includeIgnored).`;
  return late + left;
}
