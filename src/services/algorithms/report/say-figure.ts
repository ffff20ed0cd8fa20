// Figures in words: times, bytes, counts and classes. Pure.

const times = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [0, 'ns'],
] as const;

export function sayTime(nanoseconds: number): string {
  const [size, unit] = times.find(([least]) => nanoseconds >= least) ?? [1, 'ns'];
  return `${sayShort(nanoseconds / (size || 1))} ${unit}`;
}

const bytes = [
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
  [0, 'B'],
] as const;

export function sayBytes(count: number): string {
  const [size, unit] = bytes.find(([least]) => count >= least) ?? [1, 'B'];
  return `${sayShort(count / (size || 1))} ${unit}`;
}

const counts = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [0, ''],
] as const;

export function sayCount(count: number): string {
  const [size, unit] = counts.find(([least]) => count >= least) ?? [1, ''];
  return `${sayShort(count / (size || 1))}${unit}`;
}

/** Three digits, and no zeros behind them. */
function sayShort(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** O(n²) of `n^2`. */
export function sayClass(name: string): string {
  const raised = name
    .replaceAll('^2', '²')
    .replaceAll('^3', '³')
    .replaceAll('^n', 'ⁿ')
    .replaceAll('sqrt n', '√n')
    .replaceAll('*', '·');
  return `O(${raised})`;
}

/** As it was written by whoever declared it; null where nobody did. */
export function sayDeclared(declared: string | null): string {
  return declared === null ? '' : `O(${declared})`;
}

/** How many times as much: 1.07, 66 800. */
export function sayTimes(ratio: number): string {
  const rounded = Number(ratio.toPrecision(3));
  return rounded < 1000 ? ratio.toPrecision(3) : String(rounded).replaceAll(/(?<=\d)(?=(\d{3})+$)/g, ' ');
}

export function sayShare(share: number): string {
  return `${Math.round(100 * share)} %`;
}
