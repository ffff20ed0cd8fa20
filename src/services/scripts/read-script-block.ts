// What a block of PEP 723 asks for. Strict: a field that is not known is refused, since whoever wrote it wanted something by it.
import { parse, TomlError } from 'smol-toml';
import { PymcpError } from '../../core/errors.js';
import { showStart } from '../../core/show-start.js';
import { findScriptBlock } from './find-script-block.js';
import { type Dependency, mostDependencies, readDependency } from './read-dependency.js';

export interface ScriptBlock {
  readonly dependencies: readonly Dependency[];
  /** As PEP 440 has them; null: any Python. */
  readonly requiresPython: string | null;
}

/** Of `tool`, which is for others, nothing is obeyed: least of all another index. */
const fields: readonly string[] = ['dependencies', 'requires-python', 'tool'];

/** null where a program has none. @throws PymcpError `script.block-invalid` */
export function readScriptBlock(code: string): ScriptBlock | null {
  const found = findScriptBlock(code);
  switch (found.kind) {
    case 'none':
      return null;
    case 'twice':
      throw invalid('has a second block "# /// script"', found.line, 'leave one of them');
    case 'odd':
      throw invalid(
        'has a character in its block that some programs take for the end of a line',
        found.line,
        'leave out form feeds, and what is like them',
      );
    case 'found':
      return toBlock(readToml(found.text, found.line), found.line);
  }
}

function readToml(text: string, line: number): Readonly<Record<string, unknown>> {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError) {
      const [what = ''] = error.message.replace('Invalid TOML document: ', '').split('\n');
      throw invalid(`has a block that is no TOML (${what})`, line + error.line, example);
    }
    if (error instanceof RangeError) throw invalid('has a block that is nested too deeply', line, example);
    throw error;
  }
}

function toBlock(table: Readonly<Record<string, unknown>>, line: number): ScriptBlock {
  const unknown = Object.keys(table).find((key) => !fields.includes(key));
  if (unknown !== undefined)
    throw invalid(
      `has ${quoted(unknown)} in its block, which is no field of PEP 723`,
      line,
      `leave it out; known are ${fields.join(', ')}`,
    );
  const { dependencies = [], 'requires-python': python = null } = table;
  if (!Array.isArray(dependencies) || dependencies.length > mostDependencies)
    throw invalid(`has dependencies that are no list of up to ${mostDependencies} texts`, line, example);
  if (python !== null && typeof python !== 'string')
    throw invalid('has a requires-python that is no text', line, 'write it as requires-python = ">=3.11"');
  return {
    dependencies: dependencies.map((given: unknown) => toDependency(given, line)),
    requiresPython: python,
  };
}

function toDependency(given: unknown, line: number): Dependency {
  const read =
    typeof given === 'string' ? readDependency(given) : { kind: 'refused' as const, why: 'is no text' };
  if (read.kind === 'read') return read.dependency;
  const shown = typeof given === 'string' ? quoted(given) : 'something';
  throw invalid(`has ${shown} among its dependencies, which ${read.why}`, line, example);
}

const example = 'write a name, with versions where not all will do: dependencies = ["numpy", "pandas>=2,<3"]';

const quoted = (text: string): string => JSON.stringify(showStart(text, 80));

const invalid = (what: string, line: number, hint: string): PymcpError =>
  new PymcpError('script.block-invalid', `the program ${what} (line ${line})`, hint);
