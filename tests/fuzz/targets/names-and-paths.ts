// Names and paths against their rules, stated here a second time and in another way.
import assert from 'node:assert/strict';
import { posix } from 'node:path';
import fc from 'fast-check';
import {
  maxPartBytes,
  maxPathBytes,
  maxPathParts,
  whyNotContained,
} from '../../../src/core/contained-path.js';
import { parseInputFiles } from '../../../src/core/parse-input-files.js';
import { exchangeLimits } from '../../../src/core/exchanged-file.js';
import {
  parseEnvironmentName,
  parseSecretName,
  parseServerName,
  parseSessionId,
  parseTokenName,
} from '../../../src/core/names.js';
import { parseAuditUri, toAuditUri } from '../../../src/core/audit-uri.js';
import { parseResourceUri, toResourceUri } from '../../../src/core/resource-uri.js';
import { fuzzTarget, type FuzzTarget } from '../fuzz-target.js';
import { mutatedText } from '../mutations.js';
import { refusalOf } from '../refused.js';

const letters = 'abcxyzABCXYZ0189_';
export const validName = fc.string({
  minLength: 1,
  maxLength: 66,
  unit: fc.constantFrom(...Array.from(letters)),
});
const parsers = [parseEnvironmentName, parseSecretName, parseServerName, parseSessionId, parseTokenName];

const part = fc.oneof(
  fc.string({
    minLength: 1,
    maxLength: 8,
    unit: fc.constantFrom('a', 'b', '.', '-', ' ', '~', 'é', '日', '😀', '$', ':'),
  }),
  fc.constantFrom('a.csv', '...', '.hidden', '-x'),
);
export const validPath = fc
  .array(part, { minLength: 1, maxLength: 5 })
  .filter((parts) => !parts.some((one) => one === '.' || one === '..'))
  .map((parts) => parts.join('/'));

/** The rule as a person would say it, character by character. */
export function isContained(path: string): boolean {
  const bytes = (text: string): number => new TextEncoder().encode(text).length;
  const parts = path.split('/');
  if (parts.some((one) => one === '' || one === '.' || one === '..' || bytes(one) > maxPartBytes))
    return false;
  if (parts.length > maxPathParts || bytes(path) > maxPathBytes) return false;
  for (const character of path) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || character === '\\' || (code >= 0x7f && code < 0xa0)) return false;
    if (code >= 0xd800 && code <= 0xdfff) return false;
    if (/[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/.test(character)) return false;
  }
  return true;
}

const anyPath = fc.oneof(
  validPath,
  mutatedText(validPath),
  fc
    .array(fc.constantFrom('a', '..', '.', '', 'x'.repeat(255), 'é'.repeat(128)), { maxLength: 40 })
    .map((all) => all.join('/')),
);

export const nameAndPathTargets: readonly FuzzTarget[] = [
  fuzzTarget(
    {
      name: 'names',
      inputs: 1500,
      ways: ['taken', 'refused'],
      arbitrary: fc.oneof(
        validName,
        mutatedText(validName),
        fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype)),
        fc.integer({ min: 62, max: 67 }).map((length) => 'n'.repeat(length)),
      ),
    },
    (text) => {
      const isName =
        text.length >= 1 &&
        text.length <= 64 &&
        Array.from(text).every((character) =>
          (letters + 'defghijklmnopqrstuvwDEFGHIJKLMNOPQRSTUVW234567').includes(character),
        ) &&
        !Object.getOwnPropertyNames(Object.prototype).includes(text);
      for (const parse of parsers) {
        const refusal = refusalOf(() => {
          assert.equal(parse(text), text);
        }, 'input.name-invalid');
        assert.equal(refusal === null, isName, JSON.stringify(text));
      }
      return isName ? 'taken' : 'refused';
    },
  ),
  fuzzTarget({ name: 'paths', inputs: 1500, ways: ['taken', 'refused'], arbitrary: anyPath }, (path) => {
    const why = whyNotContained(path);
    assert.equal(why === null, isContained(path), `${JSON.stringify(path)}: ${String(why)}`);
    if (why !== null) return 'refused';
    assert.equal(posix.join('/folder', path), `/folder/${path}`);
    assert.equal(posix.resolve('/folder', path), `/folder/${path}`);
    return 'taken';
  }),
  fuzzTarget(
    {
      name: 'files that go in',
      inputs: 150,
      ways: ['taken', 'refused'],
      arbitrary: fc.array(fc.oneof({ weight: 5, arbitrary: validPath }, { weight: 1, arbitrary: anyPath }), {
        maxLength: 70,
      }),
    },
    (paths) => {
      const files = paths.map((path) => ({ path, bytes: Buffer.alloc(1) }));
      const refusal = refusalOf(() => parseInputFiles(files, 'main.py'), 'input.file-invalid');
      const all = [...paths, 'main.py'];
      const isFine =
        paths.length <= exchangeLimits.inputFiles &&
        paths.every(isContained) &&
        new Set(all).size === all.length &&
        !paths.some((path) => all.some((other) => path.startsWith(`${other}/`)));
      assert.equal(refusal === null, isFine, refusal?.message);
      return isFine ? 'taken' : 'refused';
    },
  ),
  fuzzTarget(
    {
      name: 'addresses of resources',
      inputs: 600,
      ways: ['ours', 'none'],
      arbitrary: fc
        .record({
          kind: fc.constantFrom('results' as const, 'sessions' as const),
          id: fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...Array.from(letters)) }),
          path: validPath,
          offset: fc.nat(),
        })
        .chain((place) =>
          fc.tuple(
            fc.constant(place),
            fc.oneof(
              fc.constant(toResourceUri(place)),
              mutatedText(fc.constant(toResourceUri(place, place.offset))),
            ),
          ),
        ),
    },
    ([place, changed]) => {
      const { kind, id, path, offset } = place;
      const round = parseResourceUri(toResourceUri(place, offset));
      assert.deepEqual(round, { kind, id, path, offset: offset === 0 ? null : offset, length: null });
      const address = parseResourceUri(changed);
      if (address === null) return 'none';
      assert.ok(isContained(address.path));
      assert.match(address.id, /^[A-Za-z0-9_]{1,64}$/);
      for (const number of [address.offset, address.length])
        assert.ok(number === null || Number.isSafeInteger(number));
      return 'ours';
    },
  ),
  fuzzTarget(
    {
      name: 'addresses of records',
      inputs: 400,
      ways: ['ours', 'none'],
      arbitrary: fc
        .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.nat({ max: 999 }), fc.nat()), {
          maxLength: 4,
          selector: ([key, log]) => `${key}-${log}`,
        })
        .map(
          (all) =>
            new Map(all.map(([key, log, number]) => [`${key.toString(16).padStart(8, '0')}-${log}`, number])),
        )
        .chain((from) => fc.tuple(fc.constant(from), mutatedText(fc.constant(toAuditUri(from))))),
    },
    ([from, changed]) => {
      const round = parseAuditUri(toAuditUri(from));
      assert.deepEqual(round, { from: from.size === 0 ? null : from });
      const parsed = parseAuditUri(changed);
      if (parsed === null) return 'none';
      for (const [log, number] of parsed.from ?? []) {
        assert.match(log, /^[0-9a-f]{8}-\d{1,3}$/);
        assert.ok(Number.isSafeInteger(number));
      }
      return 'ours';
    },
  ),
];
