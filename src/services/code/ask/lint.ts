// What ruff says of a file: what its rules find, and how branched its functions are.
import { z } from 'zod';
import { excerpt } from '../place/excerpt.js';
import { findPythonFile } from '../place/resolve-place.js';
import type { LintSession } from '../lint-session.js';
import type { Spot } from '../place/spot.js';

export interface Finding {
  readonly spot: Spot;
  /** Of the rule, such as F401; `invalid-syntax` where it is none. */
  readonly code: string;
  readonly message: string;
  readonly hasFix: boolean;
  readonly source: string;
}

export interface LintAnswer {
  readonly path: string;
  readonly findings: readonly Finding[];
  readonly omitted: number;
}

const place = z.object({ row: z.int().min(0), column: z.int().min(0) });
const reply = z
  .array(
    z.object({
      code: z.string().nullable(),
      message: z.string(),
      start_location: place,
      fix: z.unknown().nullable(),
    }),
  )
  .readonly();

const mostFindings = 100;
const mostMessage = 500;
/** As ruff has it where nobody chooses. */
const usualRules = ['E4', 'E7', 'E9', 'F'] as const;

/** @param select rules or beginnings of rules */
export async function askLint(
  session: LintSession,
  path: string,
  select: readonly string[] = usualRules,
): Promise<LintAnswer> {
  const file = findPythonFile(session, path);
  const found = await check(session, file, { lint: { select } });
  return {
    path: file,
    findings: found.slice(0, mostFindings),
    omitted: Math.max(0, found.length - mostFindings),
  };
}

export interface Complexity {
  readonly name: string;
  readonly spot: Spot;
  /** McCabe's number: ways through the function. */
  readonly complexity: number;
}

export interface ComplexityAnswer {
  readonly path: string;
  /** The most complex first. */
  readonly functions: readonly Complexity[];
  readonly omitted: number;
}

const mostFunctions = 200;
const tooComplex = /^`(.{1,300}?)` is too complex \((\d{1,9}) > 0\)$/u;

export async function askComplexity(session: LintSession, path: string): Promise<ComplexityAnswer> {
  const file = findPythonFile(session, path);
  const options = { lint: { select: ['C901'], mccabe: { 'max-complexity': 0 } } };
  const functions = (await check(session, file, options)).flatMap(({ message, spot }) => {
    const match = message.match(tooComplex);
    return match === null ? [] : [{ name: match[1] ?? '', spot, complexity: Number(match[2]) }];
  });
  functions.sort((one, other) => other.complexity - one.complexity || one.spot.line - other.spot.line);
  return {
    path: file,
    functions: functions.slice(0, mostFunctions),
    omitted: Math.max(0, functions.length - mostFunctions),
  };
}

async function check(session: LintSession, path: string, options: object): Promise<readonly Finding[]> {
  const text = session.textOf(path);
  const lines = text.split(/\r\n|\n|\r/);
  const found = await session.ask('check', { text, options }, reply);
  const findings = found.map(({ code, message, start_location: { row, column }, fix }) => ({
    spot: { path, line: row, column },
    code: (code ?? 'invalid-syntax').slice(0, 40),
    message: message.slice(0, mostMessage),
    hasFix: fix !== null,
    source: excerpt(lines, row, 0),
  }));
  return findings.sort(
    ({ spot: one }, { spot: other }) => one.line - other.line || one.column - other.column,
  );
}
