// Whether a secret stands in what came out, in any of the ways in which it could be carried: as it is, backwards, in hex, base64 at
// each of its three alignments, percent-encoded, or in the escapes of JSON, Python and HTML. Pure.

interface Encoding {
  readonly name: string;
  readonly forms: readonly string[];
}

/** A byte before and after decides how base64 comes out, so the characters that depend on them are cut off. */
function base64Forms(secret: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), secret]);
    const whole = padded.toString('base64').replace(/=+$/, '');
    const firstOwn = Math.ceil((offset * 8) / 6);
    const lastOwn = Math.floor((padded.length * 8) / 6);
    const own = whole.slice(firstOwn, lastOwn);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

const each = (secret: Buffer, show: (byte: string) => string): string =>
  [...secret].map((byte) => show(byte.toString(16).padStart(2, '0'))).join('');

function encodingsOf(secret: string): readonly Encoding[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  return [
    { name: 'plain', forms: [secret] },
    { name: 'reversed', forms: [Array.from(secret).reverse().join('')] },
    { name: 'hex', forms: [hex, hex.match(/../g)?.join(' ') ?? '', hex.match(/../g)?.join(':') ?? ''] },
    { name: 'base64', forms: base64Forms(bytes) },
    { name: 'URL', forms: [encodeURIComponent(secret), each(bytes, (byte) => `%${byte}`)] },
    {
      name: 'escapes',
      forms: [
        JSON.stringify(secret).slice(1, -1),
        each(bytes, (byte) => `\\u00${byte}`),
        each(bytes, (byte) => `\\x${byte}`),
        each(bytes, (byte) => `&#x${byte};`),
        [...bytes].map((byte) => `&#${byte};`).join(''),
        [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
      ],
    },
    { name: 'numbers', forms: [[...bytes].join(', '), [...bytes].join(','), [...bytes].join(' ')] },
    { name: 'UTF-16', forms: [Array.from(secret).join('\0')] },
  ];
}

/** The names of the encodings in which it was found. Letters are compared without regard to case: so are hex and escapes. */
export function findSecret(secret: string, texts: readonly string[]): string[] {
  const lowered = texts.map((text) => text.toLowerCase());
  return encodingsOf(secret)
    .filter(({ forms }) =>
      forms.some((form) => form !== '' && lowered.some((text) => text.includes(form.toLowerCase()))),
    )
    .map(({ name }) => name);
}
