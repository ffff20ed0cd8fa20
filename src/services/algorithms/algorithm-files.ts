// Algorithms of the workspace: what there is below algorithms/, and where the file is that a caller names. path.contained,
// path.protected: looked up by the workers that read files for clients, so what those do not show is not there.
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import { nearestName } from '../../core/nearest-name.js';
import { maxNameLength, namePattern, parseAlgorithmName } from '../../core/names.js';
import { showStart } from '../../core/show-start.js';
import type { FilesService } from '../files/files-service.js';
import { parseFilePath } from '../files/parse-file-path.js';
import type { AlgorithmSource } from './analysis-program.js';

export const algorithmsFolder = 'algorithms';

export interface ListedAlgorithm {
  readonly name: string;
  readonly path: string;
  /** First line of its docstring; empty where it has none. */
  readonly summary: string;
  readonly functions: readonly string[];
}

export interface AlgorithmList {
  readonly algorithms: readonly ListedAlgorithm[];
  readonly omitted: number;
}

type Files = Pick<FilesService, 'list' | 'readText' | 'searchText' | 'redactor'>;

const mostListed = 200;
const mostFunctions = 40;
const mostSummary = 200;
const mostShown = 20;
const mostSourceBytes = 256 * 1024;
/** The first line of a docstring, and functions at the outermost level that are public. */
const worthListing = '^(?:[rR]?"""\\S.*|(?:async )?def [A-Za-z]\\w*)';

export class AlgorithmFiles {
  readonly #files: Files;
  readonly #hostPath: string;

  /** @param hostPath of the workspace, by which clients may name files too */
  constructor(files: Files, hostPath: string) {
    this.#files = files;
    this.#hostPath = hostPath;
  }

  /** In the order of their names; none where there is no such folder. @throws PymcpError */
  async list(caller: Caller, signal?: AbortSignal): Promise<AlgorithmList> {
    const names = await this.names(caller);
    const lines =
      names.length === 0 ? new Map<string, readonly Line[]>() : await this.#search(caller, signal);
    const algorithms = names.slice(0, mostListed).map((name) => this.#describe(name, lines.get(name) ?? []));
    return { algorithms, omitted: names.length - algorithms.length };
  }

  /** @throws PymcpError where it cannot be known */
  async names(caller: Caller): Promise<readonly string[]> {
    const answer = await this.#files.list(caller, 'list_algorithms', algorithmsFolder, false);
    if (answer.kind === 'refused') {
      if (answer.error.code === 'files.refused') return [];
      throw answer.error;
    }
    return answer.value.entries.flatMap(({ name, kind }) => (kind === 'file' ? toName(name) : [])).sort();
  }

  /** name.valid: `algorithms/NAME.py` and nothing else. @throws PymcpError `input.name-invalid`, `algorithm.unknown` */
  async byName(caller: Caller, text: string): Promise<AlgorithmSource> {
    const name = parseAlgorithmName(text);
    const known = await this.names(caller);
    if (!known.includes(name)) throw unknown(name, known);
    return { kind: 'workspace', path: `${algorithmsFolder}/${name}.py` };
  }

  /** @throws PymcpError `files.refused`, `algorithm.unknown` */
  async byPath(caller: Caller, given: string): Promise<AlgorithmSource> {
    const path = parseFilePath(given, this.#hostPath);
    if (!path.endsWith('.py')) throw noPython(given);
    const at = path.lastIndexOf('/');
    const name = path.slice(at + 1);
    const answer = await this.#files.list(caller, 'analyze_algorithm', path.slice(0, Math.max(0, at)), false);
    if (answer.kind === 'refused') throw answer.error;
    const { entries } = answer.value;
    const found = entries.find((one) => one.name === name);
    if (found?.kind === 'file') return { kind: 'workspace', path };
    if (found !== undefined) throw noFile(given, found.kind);
    const there = entries.flatMap((one) =>
      one.kind === 'file' && one.name.endsWith('.py') ? [one.name] : [],
    );
    throw new PymcpError(
      'files.refused',
      `there is no ${JSON.stringify(showStart(given, 120))}`,
      sayFiles(name, there),
    );
  }

  /** Known secrets masked. @returns null where it cannot be read any more */
  async read(caller: Caller, path: string): Promise<string | null> {
    const answer = await this.#files.readText(caller, path, { mostBytes: mostSourceBytes });
    return answer.kind === 'done' ? answer.value.content : null;
  }

  async #search(caller: Caller, signal?: AbortSignal): Promise<ReadonlyMap<string, readonly Line[]>> {
    const answer = await this.#files.searchText(
      caller,
      algorithmsFolder,
      {
        ...{ pattern: worthListing, isRegex: true, ignoreCase: false, included: ['*.py'], excluded: [] },
        ...{ withIgnored: true, most: 1_000, around: 0 },
      },
      signal,
    );
    const found = new Map<string, Line[]>();
    if (answer.kind === 'refused') return found;
    for (const { path, line, text } of answer.value.matches)
      for (const name of toName(path.slice(path.lastIndexOf('/') + 1)))
        found.set(name, [...(found.get(name) ?? []), { line, text }]);
    return found;
  }

  #describe(name: string, lines: readonly Line[]): ListedAlgorithm {
    const [first] = lines;
    const isDocument = first !== undefined && first.line <= 3 && first.text.includes('"""');
    const functions = lines.flatMap(({ text }) => text.match(/^(?:async )?def (\w{1,100})/)?.[1] ?? []);
    // secret.unlogged: masked before it is cut.
    const summary = isDocument ? this.#files.redactor.redactText(first.text).replaceAll(/[rR]?"""/g, '') : '';
    return {
      ...{ name, path: `${algorithmsFolder}/${name}.py` },
      summary: showStart(summary.trim(), mostSummary),
      functions: functions.filter((one) => !['cases', 'main'].includes(one)).slice(0, mostFunctions),
    };
  }
}

interface Line {
  readonly line: number;
  readonly text: string;
}

/** What has another name is none. */
function toName(file: string): string[] {
  const name = file.endsWith('.py') ? file.slice(0, -'.py'.length) : '';
  return namePattern.test(name) && name.length <= maxNameLength && !name.startsWith('__') ? [name] : [];
}

function unknown(name: string, known: readonly string[]): PymcpError {
  const hint =
    known.length === 0
      ? `put it in ${algorithmsFolder}/${name}.py of the workspace, or give path or code`
      : sayKnown(nearestName(name, known), known);
  return new PymcpError('algorithm.unknown', `there is no ${algorithmsFolder}/${name}.py`, hint);
}

function sayKnown(near: string | null, known: readonly string[]): string {
  const shown = known.slice(0, mostShown).map((one) => showStart(one, 80));
  const more = known.length > mostShown ? `, and ${known.length - mostShown} more` : '';
  return `${near === null ? 'there are' : `did you mean ${near}? There are`} ${shown.join(', ')}${more}`;
}

function sayFiles(name: string, there: readonly string[]): string {
  return there.length === 0
    ? 'look at what is there with list_algorithms, or give code'
    : sayKnown(nearestName(name, there), there);
}

function noFile(given: string, kind: string): PymcpError {
  const what = kind === 'protected' ? 'is protected' : `is no file of its own but of the kind ${kind}`;
  return new PymcpError(
    'files.refused',
    `${JSON.stringify(showStart(given, 120))} ${what}`,
    'name a Python file of the workspace, or give code',
  );
}

function noPython(given: string): PymcpError {
  return new PymcpError(
    'files.refused',
    `the path ${JSON.stringify(showStart(given, 120))} names no Python file`,
    'name a file that ends with .py',
  );
}
