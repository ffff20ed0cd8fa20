// The settings that a configuration file gives. Every error says where: `config.json:12:5`. Loaded only where there is a file.
import { showStart } from '../core/show-start.js';
import { dirname, resolve } from 'node:path';
import { getNodeValue, findNodeAtLocation, type Node } from 'jsonc-parser';
import { PymcpError } from '../core/errors.js';
import { parseSecretName } from '../core/names.js';
import { nearestName } from '../core/nearest-name.js';
import { readTrustedFile } from '../host/read-trusted-file.js';
import { type FileProblem, parseJsonFile, propertiesOf, toShownKey } from './parse-json-file.js';
import { parseSetting, type PlainValue, sayFit } from './parse-setting.js';
import { secretsKey, type SecretSettings, sayFitOfSecrets } from './secret-settings.js';
import { type SettingKey, type SettingRow, settingRows } from './setting-rows.js';
import { settingsSchema } from './settings-schema.js';

export interface FileSettings {
  /** Without links. */
  readonly path: string;
  readonly values: ReadonlyMap<SettingKey, { readonly value: PlainValue; readonly place: string }>;
  readonly secrets: ReadonlyMap<string, SecretSettings>;
}

const mostBytes = 1024 * 1024;
const schemaKey = '$schema';

/** null where there is no such file. @throws PymcpError `config.unreadable`, `config.unsafe`, `config.invalid`, as parseSetting */
export async function readSettingsFile(path: string): Promise<FileSettings | null> {
  const file = await readTrustedFile(path, mostBytes);
  switch (file.kind) {
    case 'missing':
      return null;
    case 'unreadable':
      throw new PymcpError(
        'config.unreadable',
        `the configuration ${path} cannot be read: ${file.why}`,
        'check the path and its permissions, or name another file with --config',
      );
    case 'unsafe':
      throw new PymcpError(
        'config.unsafe',
        `the configuration ${path} is not obeyed: ${file.why}`,
        `${file.hint}, after a look at what it says`,
      );
    case 'read': {
      const text = decode(path, file.bytes);
      return {
        path: file.realPath,
        values: parseSettingsText(text, path),
        secrets: parseSecretSettings(text),
      };
    }
  }
}

/** @param path for errors, and what a relative folder in it is relative to */
export function parseSettingsText(text: string, path: string): FileSettings['values'] {
  const fail = ({ offset, what, hint }: FileProblem): never => {
    throw new PymcpError('config.invalid', `${toPlace(path, text, offset)}: ${what}`, hint);
  };
  const parsed = parseJsonFile(text);
  if (parsed.kind === 'wrong') return fail(parsed.problem);
  const { root } = parsed;
  const unknown = findUnknown(root, '');
  if (unknown !== null) return fail(unknown);
  const issue = settingsSchema.safeParse(getNodeValue(root)).error?.issues[0];
  const placeOf = (node: Node): string => toPlace(path, text, node.offset);
  if (issue !== undefined) return fail(toProblem(root, placeOf, issue.path.map(String)));
  return readValues(root, placeOf, dirname(path));
}

/** Of a text that parseSettingsText has accepted. By nodes: an object could not have a key such as `__proto__`. */
function parseSecretSettings(text: string): ReadonlyMap<string, SecretSettings> {
  const parsed = parseJsonFile(text);
  const node = parsed.kind === 'tree' ? findNodeAtLocation(parsed.root, [secretsKey]) : undefined;
  const found = node === undefined ? [] : propertiesOf(node);
  return new Map(
    found.map(({ key, value }) => [
      parseSecretName(String(key.value)),
      getNodeValue(value) as SecretSettings,
    ]),
  );
}

function readValues(
  root: Node,
  placeOf: (node: Node) => string,
  folder: string,
): Map<SettingKey, { value: PlainValue; place: string }> {
  const values = new Map<SettingKey, { value: PlainValue; place: string }>();
  for (const row of settingRows) {
    const node = findNodeAtLocation(root, row.key.split('.'));
    if (node === undefined) continue;
    const place = placeOf(node);
    values.set(row.key, { value: toValue(row, `${place}: ${row.key}`, getNodeValue(node), folder), place });
  }
  return values;
}

/** It has passed the schema. */
function toValue(row: SettingRow, name: string, value: unknown, folder: string): PlainValue {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const isJson = row.kind.type === 'network' || row.kind.type === 'bindings';
  const text = isJson ? JSON.stringify(value) : Array.isArray(value) ? value.join(',') : String(value);
  const parsed = parseSetting(row, name, text);
  const isPath = row.kind.type === 'folder' || row.kind.type === 'file';
  return isPath ? resolve(folder, String(parsed)) : parsed;
}

/** The schema would refuse it too, in words that do not say which key was meant. */
function findUnknown(node: Node, above: string): FileProblem | null {
  for (const { key, value } of propertiesOf(node)) {
    const name = String(key.value);
    const full = above === '' ? name : `${above}.${name}`;
    const known = name.includes('.')
      ? []
      : settingRows.filter(({ key: it }) => `${it}.`.startsWith(`${full}.`));
    if (known.some((row) => row.key !== full)) {
      const inner = value.type === 'object' ? findUnknown(value, full) : null;
      if (inner !== null) return inner;
    } else if (known.length === 0 && full !== schemaKey && full !== secretsKey) {
      return unknownKey(key, name, above);
    }
  }
  return null;
}

function unknownKey(key: Node, name: string, above: string): FileProblem {
  const where = above === '' ? '' : ` in ${above}`;
  const siblings = listKeys(above);
  const [outer, ...inner] = settingRows.find((row) => row.key === name)?.key.split('.') ?? [];
  const near = nearestName(name, siblings);
  const elsewhere = settingRows.find((row) => row.key.split('.').at(-1) === name)?.key ?? null;
  const meant = elsewhere ?? (near === null || above === '' ? near : `${above}.${near}`);
  return {
    offset: key.offset,
    what: `there is no setting ${toShownKey(key)}${where}`,
    hint:
      outer !== undefined && inner.length > 0
        ? `write it as "${outer}": { "${inner.join('.')}": … }`
        : `${meant === null ? 'known are' : `did you mean ${meant}? Known here are`} ${siblings.join(', ')}`,
  };
}

/** The names right below a group. */
function listKeys(above: string): string[] {
  const prefix = above === '' ? '' : `${above}.`;
  const keys = settingRows.filter(({ key }) => key.startsWith(prefix)).map(({ key }) => key);
  return [...new Set(keys.map((key) => key.slice(prefix.length).split('.')[0] ?? ''))];
}

/** Of what the schema has refused: the value of a setting, or something where a group of settings should be. */
function toProblem(root: Node, placeOf: (node: Node) => string, path: readonly string[]): FileProblem {
  const row = settingRows.find(({ key }) => `${path.join('.')}.`.startsWith(`${key}.`));
  const keys = row?.key.split('.') ?? path;
  const node = findNodeAtLocation(root, [...keys]) ?? root;
  const name = keys.join('.');
  if (row !== undefined) tellOwnReason(row, `${placeOf(node)}: ${name}`, getNodeValue(node));
  const what = `${name} is ${show(node)}, which does not fit`;
  return { offset: node.offset, what, hint: row === undefined ? sayFitOfGroup(keys) : sayFit(row) };
}

const sayFitOfGroup = ([first]: readonly string[]): string =>
  first === secretsKey ? sayFitOfSecrets : 'write { … }';

/** Throws where the kind of the setting has a reason of its own to refuse a text. */
function tellOwnReason(row: SettingRow, name: string, value: unknown): void {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (texts.every((text) => typeof text === 'string')) parseSetting(row, name, texts.join(','));
}

function show({ type, value }: Node): string {
  if (type === 'object' || type === 'array') return `an ${type}`;
  return showStart(JSON.stringify(value), 60);
}

/** `config.json:12:5`, from 1 on. */
function toPlace(path: string, text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `${path}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

/** Without a byte order mark. */
function decode(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new PymcpError('config.invalid', `the configuration ${path} is not UTF-8`, 'save it as UTF-8');
  }
}
