// Ways in which programs write a text down, each by other means than those of the code under test.

export interface Encoder {
  readonly name: string;
  readonly encode: (text: string) => Buffer;
}

const text = (name: string, encode: (text: string) => string): Encoder => ({
  name,
  encode: (value) => Buffer.from(encode(value)),
});
const bytewise = (name: string, encode: (byte: number) => string, between = ''): Encoder =>
  text(name, (value) => [...Buffer.from(value)].map(encode).join(between));
const unitwise = (name: string, encode: (code: number, character: string) => string): Encoder =>
  text(name, (value) =>
    Array.from({ length: value.length }, (_, index) =>
      encode(value.charCodeAt(index), value.charAt(index)),
    ).join(''),
  );
const pointwise = (
  name: string,
  encode: (code: number, character: string, index: number) => string,
): Encoder =>
  text(name, (value) =>
    Array.from(value)
      .map((character, index) => encode(character.codePointAt(0) ?? 0, character, index))
      .join(''),
  );

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
const upper = (value: number, digits: number): string => hex(value, digits).toUpperCase();
const jsonBody = (value: string): string => JSON.stringify(value).slice(1, -1);
const htmlNames: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const encoders: readonly Encoder[] = [
  text('raw', (value) => value),
  text('reversed', (value) => Array.from(value).reverse().join('')),
  text('JSON', jsonBody),
  text('JSON in JSON', (value) => jsonBody(JSON.stringify(value)).slice(2, -2)),
  text('JSON with escaped slashes', (value) => jsonBody(value).replaceAll('/', '\\/')),
  unitwise('\\u, lower', (code) => `\\u${hex(code, 4)}`),
  unitwise('\\u, upper', (code) => `\\u${upper(code, 4)}`),
  unitwise('\\u where not ASCII', (code, character) =>
    code < 0x7f && code > 0x1f && !/["\\]/.test(character) ? character : `\\u${hex(code, 4)}`,
  ),
  pointwise('\\u now and then', (code, character, index) =>
    index % 2 === 0 && code < 0x10000 ? `\\u${hex(code, 4)}` : jsonBody(character),
  ),
  pointwise('\\u{…}', (code) => `\\u{${hex(code, 1)}}`),
  pointwise('\\U', (code) => `\\U${hex(code, 8)}`),
  text('URI component', (value) => encodeURIComponent(value)),
  text('URI', (value) => encodeURI(value)),
  text('form', (value) => new URLSearchParams({ x: value }).toString().slice(2)),
  text('URI component twice', (value) => encodeURIComponent(encodeURIComponent(value))),
  bytewise('percent, lower', (byte) => `%${hex(byte, 2)}`),
  bytewise('percent, upper', (byte) => `%${upper(byte, 2)}`),
  bytewise('hexadecimal, lower', (byte) => hex(byte, 2)),
  bytewise('hexadecimal, upper', (byte) => upper(byte, 2)),
  bytewise('hexadecimal with colons', (byte) => upper(byte, 2), ':'),
  bytewise('hexadecimal with spaces', (byte) => hex(byte, 2), ' '),
  bytewise('hexadecimal list', (byte) => hex(byte, 2), ', 0x'),
  text('hexadecimal in groups', (value) =>
    Buffer.from(value)
      .toString('hex')
      .replace(/(.{4})/g, '$1 ')
      .trim(),
  ),
  bytewise('bytes of Python, all escaped', (byte) => `\\x${hex(byte, 2)}`),
  bytewise('bytes of Python', (byte) =>
    byte >= 0x20 && byte < 0x7f
      ? String.fromCharCode(byte).replace(/[\\']/, '\\$&')
      : ({ 9: '\\t', 10: '\\n', 13: '\\r' }[byte] ?? `\\x${hex(byte, 2)}`),
  ),
  bytewise('octal', (byte) => `\\${byte.toString(8).padStart(3, '0')}`),
  bytewise('list of bytes', (byte) => String(byte), ', '),
  bytewise('list of bytes as JSON', (byte) => String(byte), ','),
  text('list of bytes, one a line', (value) => JSON.stringify([...Buffer.from(value)], null, 4).slice(6, -2)),
  text('list of code points', (value) =>
    Array.from(value, (character) => character.codePointAt(0)).join(', '),
  ),
  pointwise('HTML, decimal', (code) => `&#${code};`),
  pointwise('HTML, hexadecimal', (code) => `&#x${hex(code, 1)};`),
  pointwise('HTML, hexadecimal, upper', (code) => `&#x${upper(code, 1)};`),
  pointwise('HTML, names', (_code, character) => htmlNames[character] ?? character),
  bytewise('quoted-printable', (byte) => `=${upper(byte, 2)}`),
  text('shell', (value) => value.replace(/[ !-,./:-@[-`{-~-]/g, '\\$&')),
  { name: 'UTF-16, little-endian', encode: (value) => Buffer.from(value, 'utf16le') },
  { name: 'UTF-16, big-endian', encode: (value) => Buffer.from(value, 'utf16le').swap16() },
  text('composed', (value) => value.normalize('NFC')),
  text('decomposed', (value) => value.normalize('NFD')),
];

export interface Base64Way {
  readonly name: string;
  readonly write: (bytes: Buffer) => string;
}

export const base64Ways: readonly Base64Way[] = [
  { name: 'base64', write: (bytes) => bytes.toString('base64') },
  { name: 'base64 without padding', write: (bytes) => bytes.toString('base64').replaceAll('=', '') },
  { name: 'base64url', write: (bytes) => bytes.toString('base64url') },
  { name: 'lines of 64', write: (bytes) => bytes.toString('base64').replace(/.{64}/g, '$&\n') },
  { name: 'lines of 76', write: (bytes) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n') },
  { name: 'lines of 76 in quotes', write: (bytes) => bytes.toString('base64').replace(/.{76}/g, '$&\\n') },
  { name: 'base64 in a URL', write: (bytes) => encodeURIComponent(bytes.toString('base64')) },
];
