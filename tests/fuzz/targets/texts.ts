// Headers of attacks, which decide what counts as held, and what a guest wrote where a person or a model reads it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { measurePng } from '../../../src/core/measure-png.js';
import { parseNumber } from '../../../src/core/parse-number.js';
import { pngOf } from '../../../src/core/png.test-support.js';
import { attackedPromises } from '../../../src/core/promises.js';
import { packageRoot } from '../../../src/host/package-root.js';
import { fence } from '../../../src/mcp/run-python/fence.js';
import { attackGroups } from '../../../src/verify/attack.js';
import { isLayerName } from '../../../src/verify/layers.js';
import { parseHeader } from '../../../src/verify/parse-header.js';
import { fuzzTarget, type FuzzTarget } from '../fuzz-target.js';
import { mutatedBytes, mutatedLines, mutatedText, oddText } from '../mutations.js';
import { refusalOf } from '../refused.js';

/** Only the headers: what follows is Python. */
function listHeaders(): string[] {
  const folder = join(packageRoot(), 'hostile');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.py'))
    .map((path) => readFileSync(join(folder, path), 'utf8'))
    .filter((source) => source.startsWith('# '))
    .map((source) => `${source.split('\n\n')[0] ?? ''}\n\n`);
}

const header = fc.constantFrom(...listHeaders());

export const textTargets: readonly FuzzTarget[] = [
  fuzzTarget(
    {
      name: 'headers of attacks',
      inputs: 500,
      ways: ['taken', 'refused'],
      arbitrary: fc.oneof(header, mutatedText(header), mutatedLines(header)),
    },
    (source) => {
      let parsed: ReturnType<typeof parseHeader>;
      try {
        parsed = parseHeader(source);
      } catch (error) {
        assert.ok(error instanceof Error && error.constructor === Error, String(error));
        assert.match(error.message, /^(line \d+: |[a-z-]+(: | is ))/);
        return 'refused';
      }
      assert.ok(attackedPromises.includes(parsed.promise) && attackGroups.includes(parsed.group));
      assert.ok(
        parsed.stoppedBy.every(isLayerName) && new Set(parsed.stoppedBy).size === parsed.stoppedBy.length,
      );
      const keys = [...(source.split('\n\n')[0] ?? '').matchAll(/^# ([a-z-]+): /gm)].map(([, key]) => key);
      assert.equal(new Set(keys).size, keys.length, 'a key is there twice');
      assert.ok(parsed.expects.length > 0);
      assert.ok(source.startsWith(`# ${parsed.title}\n#\n`));
      return 'taken';
    },
  ),
  fuzzTarget(
    {
      name: 'texts of guests between fences',
      inputs: 600,
      ways: ['fenced'],
      arbitrary: fc.array(
        fc.oneof(
          oddText,
          fc.string({ maxLength: 6, unit: 'binary' }),
          fc.constantFrom('`', '```', '\n````\n', '\u200d', '\ufe0f'),
        ),
        { maxLength: 12 },
      ),
    },
    (parts) => {
      const fenced = fence(parts.join(''));
      const [marks = ''] = /^`+/.exec(fenced) ?? [];
      const inside = fenced.slice(`${marks}text\n`.length, -`\n${marks}`.length);
      assert.equal(fenced, `${marks}text\n${inside}\n${marks}`);
      assert.ok(marks.length >= 3 && !inside.includes(marks), 'it ends before its end');
      assert.doesNotMatch(inside, /[\p{Cc}\u2028-\u202e\u2066-\u2069\ufeff](?<![\n\t])/u);
      return 'fenced';
    },
  ),
  fuzzTarget(
    {
      name: 'sizes of images',
      inputs: 400,
      ways: ['measured', 'none'],
      arbitrary: fc
        .tuple(
          fc.integer({ min: 1, max: 3000 }),
          fc.integer({ min: 1, max: 3000 }),
          fc.integer({ min: 45, max: 90 }),
        )
        .chain((size) => {
          const image = pngOf(...size);
          return fc.tuple(fc.constant(size), fc.oneof(fc.constant(null), mutatedBytes(fc.constant(image))));
        }),
    },
    ([[width, height, length], changed]) => {
      assert.deepEqual(measurePng(pngOf(width, height, length)), { width, height });
      const measured = measurePng(changed ?? pngOf(width, height, length));
      if (measured === null) return 'none';
      for (const side of [measured.width, measured.height])
        assert.ok(Number.isInteger(side) && side > 0 && side < 2 ** 32);
      return 'measured';
    },
  ),
  fuzzTarget(
    {
      name: 'numbers as text',
      inputs: 400,
      ways: ['taken', 'refused'],
      arbitrary: fc.tuple(
        fc.oneof(
          fc.double().map(String),
          fc.integer().map(String),
          fc.constantFrom('1000', '1000.5', '1001', '-5', '-5.5', '-6'),
          mutatedText(fc.constantFrom('1', '-3', '10.25', '.5', '7.')),
        ),
        fc.constantFrom('whole' as const, 'any' as const),
      ),
    },
    ([text, values]) => {
      let value = Number.NaN;
      const refusal = refusalOf(() => {
        value = parseNumber('--x', text, { least: -5, most: 1000, unit: 'things', values });
      }, 'input.limit-invalid');
      const isPlain = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/.test(text.trim());
      const isFine =
        isPlain &&
        Number(text) >= -5 &&
        Number(text) <= 1000 &&
        (values === 'any' || Number.isInteger(Number(text)));
      assert.equal(refusal === null, isFine, JSON.stringify(text));
      if (isFine) assert.equal(value, Number(text));
      return isFine ? 'taken' : 'refused';
    },
  ),
];
