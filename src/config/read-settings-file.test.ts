import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { PymcpError } from '../core/errors.js';
import { serviceNames } from '../core/service-names.js';
import { parseSetting } from './parse-setting.js';
import { parseSettingsText } from './read-settings-file.js';
import { type SettingKey, settingRows } from './setting-rows.js';
import { settingsSchema } from './settings-schema.js';

const read = (text: string) => parseSettingsText(text, '/etc/x/config.json');

function valueOf(text: string, key: SettingKey): unknown {
  return read(text).get(key)?.value;
}

function problemWith(text: string): { message: string; hint: string } {
  try {
    read(text);
  } catch (error) {
    assert.ok(error instanceof PymcpError, String(error));
    return error;
  }
  return assert.fail(`accepted ${text.slice(0, 80)}`);
}

describe('the configuration file', () => {
  it('may have comments, trailing commas, any line ends and $schema', () => {
    const text = '// hi\r\n{ "$schema": "x", /* y */ "http": { "port": 0, }, }\n';
    assert.equal(valueOf(text, 'http.port'), 0);
    assert.equal(read('{}').size, 0);
  });

  it('says where each value stands', () => {
    assert.equal(read('{\n  "strict": true }').get('strict')?.place, '/etc/x/config.json:2:13');
  });

  it('has folders relative to itself', () => {
    assert.equal(valueOf('{"workspace":{"folder":"../y"}}', 'workspace.folder'), '/etc/y');
    assert.equal(valueOf('{"workspace":{"folder":"/z"}}', 'workspace.folder'), '/z');
  });

  it('takes a list of services, or all', () => {
    for (const services of ['["python"]', '["python","python"]'])
      assert.equal(valueOf(`{"services":${services}}`, 'services'), 'python');
    assert.equal(valueOf('{"services":"all"}', 'services'), serviceNames.join(','));
  });

  const wrong: Readonly<Record<string, readonly [text: string, says: RegExp, hint?: RegExp]>> = {
    'nothing at all': ['', /:1:1: it is not JSON/],
    'another kind of value': ['[]', /:1:1: it is not an object/],
    'a quote that does not end': ['{\n "strict: true}', /:2:\d+: it is not JSON/],
    'two values': ['{} {}', /:1:4: it is not JSON/],
    'a NUL': ['{\0}', /:1:2: it is not JSON/],
    'a key that is misspelt': [
      '{"http":{"prot":1}}',
      /:1:10: .* "prot" in http/,
      /^did you mean http\.port\?/,
    ],
    'a group that is misspelt': ['{"htpp":{"port":1}}', /:1:2: .*"htpp"/, /^did you mean http\?/],
    'a key of another group': ['{"bodyMb":1}', /no setting "bodyMb"/, /^did you mean http\.bodyMb\?/],
    'a key like none': ['{"zzzzzzzzz":1}', /no setting/, /^known are services, workspace/],
    'a key with a period': ['{"http.port":1}', /no setting/, /"http": { "port"/],
    'a key that is there twice': ['{"strict":true,"strict":false}', /:1:16: the key "strict" is there twice/],
    'a key twice, deeper': ['{"http":{"port":1,"port":2}}', /:1:19: .*twice/],
    'a key twice in what is no setting': ['{"services":[{"a":1,"a":2}]}', /twice/],
    'the prototype': ['{"__proto__":{"strict":true}}', /no setting "__proto__"/],
    'the prototype, deeper': ['{"http":{"__proto__":{"port":1}}}', /no setting "__proto__" in http/],
    'a text for a number': ['{"http":{"port":"1"}}', /http\.port is "1", which does not fit/, /0 to 65535/],
    'a part of a port': ['{"http":{"port":1.5}}', /http\.port is 1\.5/, /whole number/],
    'too much': ['{"http":{"port":65536}}', /http\.port is 65536/],
    'more than a number holds': ['{"http":{"port":1e999}}', /http\.port is /],
    'a number for true': ['{"strict":1}', /strict is 1, which/, /true or false/],
    nothing: ['{"strict":null}', /strict is null/],
    'an object for a number': ['{"http":{"port":{}}}', /http\.port is an object/],
    'a value for a group': ['{"limits":5}', /limits is 5/],
    'no service': ['{"services":[]}', /services/],
    'a service that is not there': ['{"services":["pyton"]}', /:1:13: services: .*"pyton"/, /mean python\?/],
    'services as one text': ['{"services":"python,python"}', /services is "python,python"/, /as a list/],
    'a name that is none': ['{"environment":"a b"}', /:1:16: environment: .*characters/],
    'a name that is reserved': ['{"environment":"constructor"}', /reserved/],
    'an address of the network': [
      '{"http":{"host":"0.0.0.0"}}',
      /:1:17: http\.host .*not a loopback/,
      /tunnel/,
    ],
    'a folder without a name': ['{"workspace":{"folder":""}}', /workspace\.folder/],
    'a folder with a NUL': ['{"workspace":{"folder":"a\\u0000"}}', /workspace\.folder/],
    'depth without end': ['['.repeat(500_000), /nested deeper than 16 levels/],
    'depth in a value': [`{"services":${'['.repeat(100_000)}`, /nested deeper/],
  };
  for (const [what, [text, says, hint = /./]] of Object.entries(wrong)) {
    it(`is refused, with the place, for ${what}`, () => {
      const error = problemWith(text);
      assert.match(error.message, says);
      assert.match(error.message, /^\/etc\/x\/config\.json:\d+:\d+: /);
      assert.match(error.hint, hint);
      assert.ok(error.message.length < 300 && !error.message.includes('\n'));
    });
  }

  it('shows no more than the beginning of a key or a value', () => {
    assert.ok(problemWith(`{"${'x'.repeat(100_000)}":1}`).message.length < 200);
    assert.ok(problemWith(`{"strict":"${'x'.repeat(100_000)}"}`).message.length < 200);
  });

  it('is settings or an error of ours, whatever stands in it', () => {
    const words = [
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"http"',
      '"port"',
      '"strict"',
      '1',
      'true',
      '//',
      '\n',
      '\u0000',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 30 }), (parts) => {
        try {
          read(parts.join(''));
        } catch (error) {
          assert.ok(error instanceof PymcpError);
        }
      }),
    );
  });
});

describe('the schema of the file and the reader of flags and variables', () => {
  /** `{a: {b: value}}` of `a.b`. */
  const nest = (key: string, value: unknown): unknown =>
    key.split('.').reduceRight((inner, part) => ({ [part]: inner }), value);
  const fits = (key: string, value: unknown): boolean => settingsSchema.safeParse(nest(key, value)).success;

  it('take the same numbers', () => {
    for (const row of settingRows) {
      if (row.kind.type !== 'number') continue;
      const { least, most } = row.kind;
      const near = fc.constantFrom(least, most, least - 1, most + 1, least + 0.5, 0, -1, row.fallback ?? 1);
      fc.assert(
        fc.property(fc.oneof(near, fc.integer({ min: -10, max: 2 * most })), (value) => {
          let parsed: unknown = null;
          try {
            parsed = parseSetting(row, '--x', String(value));
          } catch (error) {
            assert.ok(error instanceof PymcpError);
          }
          assert.equal(fits(row.key, value), parsed === value, `${row.key} ${value}`);
        }),
      );
    }
  });

  it('take every default', () => {
    for (const row of settingRows) {
      if (row.fallback === null) continue;
      const value = ['services', 'names'].includes(row.kind.type)
        ? String(row.fallback).split(',')
        : row.fallback;
      assert.ok(fits(row.key, value), row.key);
      assert.equal(parseSetting(row, '--x', String(row.fallback)), row.fallback);
    }
  });
});
