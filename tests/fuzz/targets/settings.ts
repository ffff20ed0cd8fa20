// Files that people write: our configuration, and the settings of clients that `pymcp connect` changes. Whatever stands in them,
// the outcome is what was meant or an error that says where; and what is not ours stays as it is.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import { parse as parseJsonc, type ParseError } from 'jsonc-parser';
import { toNetworkEntries } from '../../../src/config/parse-network.js';
import { parseSetting } from '../../../src/config/parse-setting.js';
import { parseSettingsText } from '../../../src/config/read-settings-file.js';
import { type SettingRow, settingRows } from '../../../src/config/setting-rows.js';
import { elispFormat } from '../../../src/connect/elisp/elisp-format.js';
import type { EntryFormat } from '../../../src/connect/entry-format.js';
import { jsonFormat } from '../../../src/connect/json/json-format.js';
import { tomlFormat } from '../../../src/connect/toml/toml-format.js';
import type { PymcpError } from '../../../src/core/errors.js';
import { fuzzTarget, type FuzzTarget } from '../fuzz-target.js';
import { mutatedJson, mutatedText, oddText } from '../mutations.js';
import { refusalOf } from '../refused.js';

const path = '/etc/x/config.json';
const codes = ['config.invalid', 'config.not-loopback', 'input.limit-invalid', 'input.name-invalid'] as const;

/** A value that fits a setting. */
function fitting({ kind }: SettingRow): fc.Arbitrary<unknown> {
  switch (kind.type) {
    case 'number':
      return kind.values === 'whole'
        ? fc.integer({ min: Math.ceil(kind.least), max: Math.floor(kind.most) })
        : fc
            .double({ min: kind.least, max: kind.most, noNaN: true })
            .map((value) => (value === 0 ? 0 : value));
    case 'boolean':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...kind.choices);
    case 'host':
      return fc.constantFrom('127.0.0.1', 'localhost');
    case 'folder':
    case 'file':
      return fc.constantFrom('/a', '../b', 'c d');
    case 'names':
      return fc.constantFrom<unknown>([], ['A_TOKEN'], ['A_TOKEN', 'b']);
    case 'network':
      return fc.array(
        fc.oneof(
          fc.constantFrom<unknown>(
            'pypi',
            'example.org',
            'example.org:8080',
            '*.example.org',
            '[2a00::1]:443',
            'a, b',
          ),
          fc.record({ host: fc.string({ minLength: 1 }), ports: fc.constantFrom([443], [80, 8080]) }),
        ),
        { maxLength: 3 },
      );
    case 'bindings':
      return fc.array(
        fc.record(
          {
            secret: fc.constantFrom('GH_PAT', 'A'),
            hosts: fc.constantFrom<unknown>(['a.org'], ['pypi', { host: 'b.org' }]),
            in: fc.constantFrom<unknown>(['headers'], ['query', 'body']),
            headers: fc.constantFrom<unknown>(['Authorization'], ['x-api-key', 'cookie']),
          },
          { requiredKeys: ['secret', 'hosts'] },
        ),
        { maxLength: 3 },
      );
    case 'repositories':
      return fc.constantFrom<unknown>(['octo/hello'], ['octo/*', 'a/b.c_d-e']);
    case 'packages':
      return fc.constantFrom<unknown>([], ['numpy'], ['My_Pkg >= 1.0, != 1.5.*', 'a~=2.0']);
    case 'address':
      return fc.constantFrom('https://ghe.example/api/v3', 'http://127.0.0.1:8080');
    case 'environment':
      return fc.constantFrom('python', 'other_1');
    case 'services':
      return fc.constantFrom<unknown>('all', ['python']);
  }
}

const settings = fc
  .subarray([...settingRows], { maxLength: 6 })
  .chain((rows) => fc.tuple(...rows.map((row) => fitting(row).map((value) => [row.key, value] as const))))
  .map(toTree);

function toTree(values: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const tree: Record<string, Record<string, unknown>> & Record<string, unknown> = {};
  for (const [key, value] of values) {
    const [group = '', name] = key.split('.');
    if (name === undefined) tree[group] = value as never;
    else tree[group] = { ...tree[group], [name]: value };
  }
  return tree;
}

/** As people write it: comments, commas, line ends. */
const jsonc = (values: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc
    .record({
      value: values,
      indent: fc.constantFrom('', '  ', '\t'),
      comment: fc.constantFrom('', ' // a "b" {', ' /* , */'),
      lineEnd: fc.constantFrom('\n', '\r\n'),
      before: fc.constantFrom('', '// first\n', '\n\n'),
      comma: fc.constantFrom('', ','),
    })
    .map(({ value, indent, comment, lineEnd, before, comma }) => {
      const plain = JSON.stringify(value, null, indent);
      const lines = plain.includes('\n')
        ? plain.replace('\n', `${comment}\n`).replace(/([^\n{[,])\n([ \t]*[}\]])$/, `$1${comma}\n$2`)
        : plain;
      return (before + lines).replaceAll('\n', lineEnd);
    });

/** `config.json:12:5: …`: the place lies in the text. */
function assertPlace(refusal: PymcpError, text: string): void {
  const [, line = '', column = ''] = /^\/etc\/x\/config\.json:(\d+):(\d+): /.exec(refusal.message) ?? [];
  assert.notEqual(line, '', `no place: ${refusal.message}`);
  const lines = text.split(/\r\n|\r|\n/);
  const length = lines[Number(line) - 1]?.length;
  assert.ok(length !== undefined, `line ${line} of ${lines.length}`);
  assert.ok(Number(column) >= 1 && Number(column) <= length + 2, `column ${column} of ${length}`);
}

const isPath = ({ kind }: SettingRow): boolean => kind.type === 'folder' || kind.type === 'file';

function assertFits(row: SettingRow, value: unknown): void {
  const { kind } = row;
  if (kind.type === 'number') {
    assert.ok(
      typeof value === 'number' && value >= kind.least && value <= kind.most,
      `${row.key}: ${String(value)}`,
    );
    if (kind.values === 'whole') assert.ok(Number.isInteger(value));
  } else if (kind.type === 'boolean') assert.equal(typeof value, 'boolean');
  else if (kind.type === 'choice') assert.ok(kind.choices.includes(String(value)));
  else if (kind.type === 'host') assert.match(String(value), /^(127\.0\.0\.1|::1|localhost)$/);
  else if (kind.type === 'network' || kind.type === 'bindings') assertEntries(value);
  else if (isPath(row)) assert.match(String(value), /^\/[^\0]*$/);
  else if (kind.type === 'repositories') assert.match(String(value), /^([\w-]+\/(\*|[\w.-]+),?)+$/);
  else if (kind.type === 'packages')
    assert.match(String(value), /^(?:[a-z0-9-]+(?:(?:~=|[!<>=]=?=?)[\w.*+!-]+,?)*,?)*$/);
  else if (kind.type === 'address')
    assert.match(String(value), /^(https:|http:\/\/(127\.|localhost|\[::1\]))/i);
  // Names of secrets may be none.
  else assert.match(String(value), kind.type === 'names' ? /^[a-zA-Z0-9_,]*$/ : /^[a-zA-Z0-9_,]+$/);
}

/** What a rule means is judged elsewhere; a list of texts and objects is what has to come of it. */
function assertEntries(value: unknown): void {
  const entries = toNetworkEntries(String(value));
  assert.ok(Array.isArray(entries));
  for (const entry of entries)
    assert.ok(typeof entry === 'string' || (typeof entry === 'object' && entry !== null));
}

function check(text: string): string {
  let values: ReturnType<typeof parseSettingsText> = new Map();
  const refusal = refusalOf(
    () => {
      values = parseSettingsText(text, path);
    },
    ...codes,
  );
  if (refusal !== null) {
    assertPlace(refusal, text);
    return 'refused';
  }
  for (const [key, { value }] of values) {
    const row = settingRows.find((known) => known.key === key);
    assert.ok(row !== undefined, key);
    assertFits(row, value);
  }
  return 'taken';
}

const plainName = fc
  .string({ minLength: 1, maxLength: 5, unit: fc.constantFrom(...Array.from('abcdef')) })
  .filter((name) => name !== 'pymcp');
const server = fc.record({
  command: fc.string({ maxLength: 6 }),
  args: fc.array(fc.string({ maxLength: 4 }), { maxLength: 2 }),
});
const clientSettings = fc
  .record({
    theirs: fc.dictionary(plainName, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
    servers: fc.option(fc.dictionary(plainName, server, { maxKeys: 3 })),
  })
  .map(({ theirs, servers }) => (servers === null ? theirs : { ...theirs, mcpServers: servers }));

const tomlLine = fc.constantFrom(
  '', '# of mine', 'a = 1', 'b = "x" # y', "c = '''\n[mcp_servers.pymcp]\n'''", '[t]', '[t.u]', '[[list]]', 'd = { e = [1, 2] }',
  '[mcp_servers.other]', 'command = "x"', '[mcp_servers.pymcp]', 'args = [\n "a", # ]\n]', 'when = 1979-05-27', '[ "mcp_servers" . "z" ]', 'f.g = true',
); // prettier-ignore
const elispLine = fc.constantFrom(
  '', '; a (', '(setq a 1)', '(setq b "( ; \\" ")', "(when c? (d ?\\( ?\\C-x))", "'(1 . 2)", '`(,@a)', '[?( ?a]', '#\'x', '#s(a)', '\f',
); // prettier-ignore
const lines = (line: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'))
    .map(([all, end]) => all.join('\n').replaceAll('\n', end));

const entry = { server: { command: 'isolated-pymcp', args: ['stdio', 'a "b" \\ é'] } };

interface Language {
  readonly name: string;
  readonly format: EntryFormat;
  readonly texts: fc.Arbitrary<string>;
  readonly inputs: number;
  /** What the text says but for our entry, read by a library; null where nothing else can read it. */
  readonly foreign: ((text: string) => unknown) | null;
}

function foreignJson(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || typeof value !== 'object' || value === null)
    return text.trim() === '' ? {} : (value ?? {});
  return withoutOurs({ ...value }, 'mcpServers');
}

function withoutOurs(document: Record<string, unknown>, key: string): unknown {
  const { [key]: servers, ...rest } = document;
  if (typeof servers !== 'object' || servers === null) return rest;
  const others = Object.entries(servers).filter(([name]) => name !== 'pymcp');
  return others.length === 0 ? rest : { ...rest, [key]: Object.fromEntries(others) };
}

const languages: readonly Language[] = [
  {
    name: 'settings of clients in JSON',
    format: jsonFormat({ servers: 'mcpServers' }),
    texts: jsonc(clientSettings),
    inputs: 120,
    foreign: foreignJson,
  },
  {
    name: 'settings of clients in TOML',
    format: tomlFormat('mcp_servers'),
    texts: lines(tomlLine),
    inputs: 200,
    foreign: (text) => withoutOurs({ ...parseToml(text, { integersAsBigInt: true }) }, 'mcp_servers'),
  },
  { name: 'settings of Emacs', format: elispFormat, texts: lines(elispLine), inputs: 300, foreign: null },
];

function checkSplice({ format, foreign }: Language, before: string): string {
  let after = '';
  let without = '';
  const refusal = refusalOf(
    () => {
      after = format.set(before, 'pymcp', entry);
      without = format.remove(after, 'pymcp');
    },
    'client.file-malformed',
    'client.edit-unsafe',
    'client.entry-foreign',
  );
  if (refusal !== null) return 'refused';
  assert.deepEqual(format.find(after, 'pymcp'), entry);
  // A carriage return that ends no line makes one with the newline that comes after it.
  if (!/\r(?!\n)/.test(before))
    assert.equal(format.set(after, 'pymcp', entry), after, 'setting it again changes something');
  assert.equal(format.find(without, 'pymcp'), null);
  assert.equal(format.remove(without, 'pymcp'), without);
  if (foreign !== null) {
    const theirs = foreign(before);
    assert.deepEqual(foreign(after), theirs);
    assert.deepEqual(foreign(without), theirs);
  }
  return 'set';
}

export const settingsTargets: readonly FuzzTarget[] = [
  fuzzTarget(
    { name: 'configuration, as it is meant', inputs: 300, ways: ['taken'], arbitrary: jsonc(settings) },
    check,
  ),
  fuzzTarget(
    {
      name: 'configuration, changed',
      inputs: 500,
      ways: ['taken', 'refused'],
      arbitrary: fc.oneof(
        mutatedText(jsonc(settings)),
        jsonc(mutatedJson(settings).map((value) => value ?? null)),
      ),
    },
    check,
  ),
  fuzzTarget(
    {
      name: 'settings as text',
      inputs: 500,
      ways: ['taken', 'refused'],
      arbitrary: fc.tuple(
        fc.constantFrom(...settingRows),
        fc.oneof(
          oddText,
          mutatedText(
            fc.constantFrom(
              '1',
              '10.5',
              'true',
              'all',
              'python',
              '127.0.0.1',
              '/a',
              'second',
              'pypi,example.org',
              '["pypi", {"host": "a.example"}]',
            ),
          ),
          fc.constantFrom('1', '30', 'true', 'localhost'),
        ),
      ),
    },
    ([row, text]) => {
      let value: unknown;
      const refusal = refusalOf(
        () => {
          value = parseSetting(row, '--x', text);
        },
        ...codes,
      );
      if (refusal !== null) return 'refused';
      if (isPath(row)) assert.ok(value === text && text !== '' && !text.includes('\0'));
      else assertFits(row, value);
      return 'taken';
    },
  ),
  ...languages.map((language) =>
    fuzzTarget(
      {
        name: language.name,
        inputs: language.inputs,
        ways: ['set', 'refused'],
        arbitrary: fc.oneof(language.texts, mutatedText(language.texts)),
      },
      (text) => checkSplice(language, text),
    ),
  ),
];
