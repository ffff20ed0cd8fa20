// The tools symbols and find_symbol.
import { z } from 'zod';
import {
  askFindSymbol,
  askSymbols,
  type FindSymbolAnswer,
  type SymbolsAnswer,
} from '../../services/code/ask/list-symbols.js';
import type { CodeService } from '../../services/code/code-service.js';
import type { FoundSymbol } from '../../services/code/place/symbol-tree.js';
import { showSpot } from '../../services/code/place/spot.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { path, place } from './place-schema.js';
import { sayOmitted, toSource } from './to-source.js';

const ofFile = z.strictObject({
  path: path.optional().describe('Without it: classes and functions of all files'),
});
const byName = z.strictObject({ symbol: place.symbol.unwrap(), path: place.path });

const symbolSchema = z.object({
  name_path: z.string(),
  kind: z.string(),
  path: z.string(),
  line: z.int(),
  column: z.int(),
  end_line: z.int(),
});

const toOutput = (): SessionTool<typeof ofFile, SymbolsAnswer>['output'] => ({
  symbols: z.array(symbolSchema),
  omitted: z.int(),
});

export function symbols(service: CodeService): SessionTool<typeof ofFile, SymbolsAnswer> {
  return {
    name: 'symbols',
    title: 'List symbols',
    description:
      'Lists the classes, functions, methods and variables of a Python file as name paths with their lines, or without a path the ' +
      'classes and functions of the whole workspace. Use it to learn what there is before reading files.',
    input: ofFile,
    output: toOutput(),
    programsWords: ['symbols'],
    annotations: { readOnlyHint: true },
    ask: (wanted, signal) => service.ask((session) => askSymbols(session, wanted.path), signal),
    tell: ({ path: file, symbols: found, omitted, filesLeft }) => ({
      message: `${found.length} symbols in ${file ?? 'the workspace'}.${sayOmitted(omitted, 'symbols')}${sayOmitted(filesLeft, 'files')}`,
      fields: { symbols: found.map(toFields), omitted },
      sections: toSource('Symbols', file === null ? showByFile(found) : found.map(showInFile).join('\n')),
    }),
  };
}

export function findSymbol(service: CodeService): SessionTool<typeof byName, FindSymbolAnswer> {
  return {
    name: 'find_symbol',
    title: 'Find a symbol',
    description:
      'Finds where a Python class, function, method or variable is defined, by its name or a name path such as Class/method (with a slash ' +
      'before it: the whole path). Answers with every match; the name paths can be given to the other tools.',
    input: byName,
    output: toOutput(),
    programsWords: ['symbols'],
    annotations: { readOnlyHint: true },
    ask: (wanted, signal) => service.ask((session) => askFindSymbol(session, wanted), signal),
    tell: ({ symbols: found, omitted, filesLeft, near }, wanted) => ({
      message:
        `${found.length} symbols match ${JSON.stringify(wanted.symbol)}.${near === null ? '' : ` Did you mean ${near}?`}` +
        `${sayOmitted(omitted, 'symbols')}${sayOmitted(filesLeft, 'files')}`,
      fields: { symbols: found.map(toFields), omitted },
      sections: toSource(
        'Found',
        found
          .map((symbol) => `${showSpot(symbol.spot)} ${symbol.kind} ${symbol.namePath}\n${symbol.source}`)
          .join('\n'),
      ),
    }),
  };
}

function toFields({ namePath, kind, spot, endLine }: FoundSymbol): z.infer<typeof symbolSchema> {
  return {
    name_path: namePath,
    kind,
    path: spot.path,
    line: spot.line,
    column: spot.column,
    end_line: endLine,
  };
}

function showInFile({ namePath, kind, spot, endLine, depth }: FoundSymbol): string {
  const lines = endLine > spot.line ? `${spot.line}-${endLine}` : `${spot.line}`;
  return `${'  '.repeat(depth)}${namePath.split('/').at(-1) ?? ''} (${kind}, ${lines})`;
}

function showByFile(found: readonly FoundSymbol[]): string {
  let file = '';
  const lines: string[] = [];
  for (const { namePath, kind, spot } of found) {
    if (spot.path !== file) lines.push(`${spot.path}:`);
    file = spot.path;
    lines.push(`  ${namePath} (${kind}, ${spot.line})`);
  }
  return lines.join('\n');
}
