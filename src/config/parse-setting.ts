// The value of a setting, written as text: by a flag, by a variable, or as a string of the file.
import { parseAllowedPackages, renderAllowed } from '../core/allowed-packages.js';
import { showStart } from '../core/show-start.js';
import { PymcpError } from '../core/errors.js';
import { loopbackSpellings, parseLoopbackHost } from '../core/loopback-host.js';
import { parseEnvironmentName } from '../core/names.js';
import { parseNumber, sayBounds } from '../core/parse-number.js';
import { parseSecretNames } from '../core/secret-names.js';
import { readApiAddress } from '../core/api-address.js';
import { parseRepositoryPatterns, renderPattern } from '../core/github-repository.js';
import { parseServiceNames, serviceNames } from '../core/service-names.js';
import { readBindings } from './parse-bindings.js';
import { readNetworkEntries } from './parse-network.js';
import type { SettingRow } from './setting-rows.js';

export type PlainValue = number | boolean | string;

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/**
 * @param name of the flag, the variable or the place in the file, for the error
 * @throws PymcpError `input.limit-invalid`, `input.name-invalid`, `config.invalid`, `config.not-loopback`
 */
export function parseSetting(row: SettingRow, name: string, text: string): PlainValue {
  const { kind } = row;
  switch (kind.type) {
    case 'number':
      return parseNumber(name, text, kind);
    case 'boolean':
      return booleans.get(text) ?? refuse(row, name, text);
    case 'choice':
      return kind.choices.includes(text) ? text : refuse(row, name, text);
    case 'host':
      return parseLoopbackHost(name, text);
    case 'folder':
    case 'file':
      return text === '' || text.includes('\0') ? refuse(row, name, text) : text;
    case 'environment':
      return named(name, () => parseEnvironmentName(text));
    case 'services':
      return named(name, () => parseServiceNames(text).join(','));
    case 'names':
      return named(name, () => parseSecretNames(text).join(','));
    case 'network': {
      const read = readNetworkEntries(text);
      return read.kind === 'read' ? JSON.stringify(read.entries) : refuse(row, name, text);
    }
    case 'bindings': {
      const read = readBindings(text);
      return read.kind === 'read' ? JSON.stringify(read.entries) : refuse(row, name, text);
    }
    case 'repositories':
      return named(name, () => parseRepositoryPatterns(text).map(renderPattern).join(','));
    case 'packages':
      return named(name, () => parseAllowedPackages(text).map(renderAllowed).join(','));
    case 'address':
      return readApiAddress(text) === null ? refuse(row, name, text) : text;
  }
}

/** What fits, as a hint. */
export function sayFit({ kind }: SettingRow): string {
  switch (kind.type) {
    case 'number':
      return sayBounds(kind);
    case 'boolean':
      return 'give true or false (or, in a variable, 1 or 0)';
    case 'choice':
      return `give ${kind.choices.join(' or ')}`;
    case 'host':
      return `give ${loopbackSpellings.join(', ')}`;
    case 'folder':
      return 'give the path of a folder';
    case 'file':
      return 'give the path of a file';
    case 'environment':
      return 'give the name of a Python environment, such as python';
    case 'services':
      return `give all, or names of services: ${serviceNames.join(', ')} (in the file, as a list)`;
    case 'names':
      return 'give names of variables, with commas between (in the file, as a list)';
    case 'network':
      return 'give hosts (example.org, example.org:8080), presets (pypi) or rules ({"host": "example.org", "ports": [443]}); in the file, as a list';
    case 'bindings':
      return 'give NAME=HOST, NAME=HOST,HOST or {"secret": "NAME", "hosts": ["HOST"], "headers": ["Authorization"]}; in the file, a list of objects';
    case 'repositories':
      return 'write OWNER/NAME, or OWNER/* for all of an owner, with commas between (in the file, as a list)';
    case 'packages':
      return 'write names of packages with commas between, each with its versions where not all may be: numpy, pandas>=2,<3 (in the file, as a list)';
    case 'address':
      return 'write https://HOST/PATH, without a user, a password or a query';
  }
}

function refuse(row: SettingRow, name: string, text: string): never {
  throw new PymcpError(
    'config.invalid',
    `${name} ${JSON.stringify(showStart(text, 40))} does not fit`,
    sayFit(row),
  );
}

/** The errors of names do not say where the name stands. */
function named<Value>(name: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    throw new PymcpError(error.code, `${name}: ${error.message}`, error.hint);
  }
}
