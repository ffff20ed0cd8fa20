// Inputs made of valid ones: texts, bytes and JSON values with a few changes of the kind that parsers trip over.
import fc from 'fast-check';

/** What breaks texts: ends, quotes, escapes, line ends, marks, halves of characters, words that mean something. */
const oddTexts = [
  '', '\0', '\n', '\r\n', '\r', '\t', ' ', '\u2028', '\ufeff', '\u202e', '\ud800', '\udfff', '😀', 'é', 'İ', 'ſ',
  '"', "'", '`', '\\', '/', '//', '/*', '*/', '#', '{', '}', '[', ']', '[[', ']]', ',', ':', '=', '.', '..', '../', '-', '+',
  '0', '1', '-1', '1e999', '0x1', '1.5', '9007199254740993', 'null', 'true', 'NaN', 'undefined', '__proto__', 'constructor',
  'toString', '%00', '%2e%2e%2f', '%', '\\u0000', '\\ud800', '\x1b[31m', '\x7f', '"""', "'''",
] as const; // prettier-ignore

export const oddText = fc.constantFrom(...oddTexts);

interface Edit {
  readonly kind: 'insert' | 'remove' | 'repeat' | 'replace' | 'cut' | 'alike';
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const edits = (most: number): fc.Arbitrary<Edit[]> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom('insert', 'remove', 'repeat', 'replace', 'cut', 'alike', 'alike'),
      at: fc.nat({ max: 0xffff }),
      length: fc.integer({ min: 1, max: 12 }),
      text: fc.oneof(oddText, fc.string({ maxLength: 4, unit: 'binary' })),
    }),
    { minLength: 1, maxLength: most },
  );

/** A text with one to four edits. */
export function mutatedText(valid: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(valid, edits(4)).map(([text, changes]) => changes.reduce(editText, text));
}

function editText(text: string, { kind, at, length, text: more }: Edit): string {
  const place = at % (text.length + 1);
  const [before, part, after] = [
    text.slice(0, place),
    text.slice(place, place + length),
    text.slice(place + length),
  ];
  switch (kind) {
    case 'insert':
      return before + more + part + after;
    case 'remove':
      return before + after;
    case 'repeat':
      return before + part + part + after;
    case 'replace':
      return before + more + after;
    case 'cut':
      return before;
    case 'alike':
      return before + toAlike(text.charAt(place), length) + text.slice(place + 1);
  }
}

/** Another digit for a digit, another letter for a letter: what still has the right shape, and is another. */
function toAlike(character: string, step: number): string {
  const kinds = ['0123456789', 'abcdef', 'ghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const alike = kinds.find((kind) => character !== '' && kind.includes(character));
  return alike === undefined ? character : alike.charAt((alike.indexOf(character) + step) % alike.length);
}

/** A text of which a line is there twice, missing or elsewhere. */
export function mutatedLines(valid: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const change = fc.tuple(
    fc.constantFrom('repeat', 'remove', 'move'),
    fc.nat({ max: 0xffff }),
    fc.nat({ max: 0xffff }),
  );
  return fc.tuple(valid, change).map(([text, [kind, at, to]]) => {
    const lines = text.split('\n');
    const [line = ''] =
      kind === 'repeat' ? lines.slice(at % lines.length) : lines.splice(at % lines.length, 1);
    if (kind !== 'remove') lines.splice(to % (lines.length + 1), 0, line);
    return lines.join('\n');
  });
}

/** Bytes with one to four edits; a byte of the text stands for each of its code units. */
export function mutatedBytes(valid: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  return mutatedText(valid.map((bytes) => bytes.toString('latin1'))).map((text) =>
    Buffer.from(text, 'latin1'),
  );
}

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    -0,
    2 ** 53,
    2 ** 31,
    1e300,
    '',
    [],
    {},
    [[]],
    [null],
    { length: 1 },
  ),
  oddText,
  // At the bounds of what is counted here: bytes of a path, characters of texts, exit codes, process ids.
  fc
    .constantFrom(255, 256, 1024, 1025, 4_194_304, 4_194_305)
    .chain((count) => fc.constantFrom<unknown>(count, 'x'.repeat(Math.min(count, 1025)))),
  fc.jsonValue({ maxDepth: 2 }),
);

interface ValueEdit {
  readonly kind: 'set' | 'delete' | 'add' | 'wrap' | 'copy';
  readonly at: number;
  readonly key: string;
  readonly value: unknown;
}

const valueEdits = fc.array(
  fc.record({
    kind: fc.constantFrom('set', 'delete', 'add', 'wrap', 'copy'),
    at: fc.nat({ max: 0xffff }),
    key: fc.oneof(
      oddText,
      fc.constantFrom('type', 'id', 'size', 'path', 'method', 'params', 'jsonrpc', '_meta', 'name'),
    ),
    value: oddValue,
  }),
  { minLength: 1, maxLength: 3 },
);

/** A JSON value in which one to three places are other than they were. */
export function mutatedJson(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(valid, valueEdits)
    .map(([value, changes]) => changes.reduce(editValue, structuredClone(value)));
}

function editValue(value: unknown, { kind, at, key, value: other }: ValueEdit): unknown {
  const places = listPlaces(value);
  const place = places[at % (places.length + 1)];
  if (place === undefined) return kind === 'wrap' ? [value] : other;
  const { holder, name } = place;
  switch (kind) {
    case 'set':
      assign(holder, name, structuredClone(other));
      break;
    case 'delete':
      Reflect.deleteProperty(holder, name);
      break;
    case 'add':
      assign(holder, key, structuredClone(other));
      break;
    case 'wrap':
      assign(holder, name, [Reflect.get(holder, name)]);
      break;
    case 'copy':
      assign(holder, key, structuredClone(Reflect.get(holder, name)));
      break;
  }
  return value;
}

/** An own property, whatever its name. */
function assign(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
}

function listPlaces(value: unknown): { holder: object; name: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [{ holder: value, name }, ...listPlaces(inner)]);
}

/** Where a whole is cut into parts. */
export const cuts = fc.array(fc.nat({ max: 0xffff }), { maxLength: 6 });

export function cutBytes(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort(
    (one, other) => one - other,
  );
  return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
}
