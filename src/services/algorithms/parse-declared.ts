// A bound as people write it, `O(N * log(n))` without the O, as one of the classes. Pure.

const forms: readonly (readonly [RegExp, string])[] = [
  [/^\d+$/, '1'],
  [/^log\(?n\)?$/, 'log n'],
  [/^(sqrt\(?n\)?|n\^(0\.5|\(?1\/2\)?))$/, 'sqrt n'],
  [/^(n|k\*?n)$/, 'n'],
  [/^n\*?log\(?n\)?$/, 'n log n'],
  [/^(n\^2|n\*n)$/, 'n^2'],
  [/^(n\^3|n\*n\*n)$/, 'n^3'],
  [/^(n\*)?\d+(\.\d+)?\^n$/, '2^n'],
  [/^(phi|φ)\^n$/, '2^n'],
  [/^(n\*)?(n!|\(n-1\)!)$/, 'n!'],
  [/^m$/, 'm'],
  [/^(n\+m|m\+n|v\+e|e\+v)$/, 'n+m'],
  [/^(n\*?m|m\*?n)$/, 'n*m'],
  [/^m\*?log\(?n\)?$/, 'm log n'],
  [/^n\*?log\(?m\)?$/, 'n log m'],
];

/** @returns null where it is none of the classes, such as O(w h) */
export function parseDeclared(text: string | null): string | null {
  if (text === null) return null;
  const plain = text
    .toLowerCase()
    .replaceAll('**', '^')
    .replaceAll('²', '^2')
    .replaceAll('³', '^3')
    .replaceAll('ⁿ', '^n')
    .replaceAll('·', '*')
    .replaceAll('lg', 'log')
    .replaceAll('log2', 'log')
    .replaceAll('√n', 'sqrt(n)')
    .replaceAll(/\s+/g, '');
  return forms.find(([form]) => form.test(plain))?.[1] ?? null;
}
