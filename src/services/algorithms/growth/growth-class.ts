// The classes of growth that a function can be put in, from slow to fast. Pure.

/** One number for one size, two for two. */
export type Sizes = readonly number[];

export interface GrowthClass {
  /** As it stands between the parentheses of O(…). */
  readonly name: string;
  /** Of two classes the one that grows faster has the higher rank. Neighbours differ by one. */
  readonly rank: number;
  /** What the cost is a sum of, besides a constant. Each has a factor of its own. */
  readonly terms: (sizes: Sizes) => readonly number[];
}

const log2 = (n: number): number => Math.log2(Math.max(n, 1));

export const constant: GrowthClass = { name: '1', rank: 0, terms: () => [] };

/** Of one size. The base of an exponential is found by `fitExponential`, which takes the place of its terms. */
export const classesOfOne: readonly GrowthClass[] = [
  constant,
  one('log n', 1, log2),
  one('sqrt n', 2, Math.sqrt),
  one('n', 3, (n) => n),
  one('n log n', 4, (n) => n * log2(n)),
  one('n^2', 5, (n) => n ** 2),
  one('n^3', 6, (n) => n ** 3),
  one('2^n', 7, (n) => 2 ** n),
  one('n!', 8, factorial),
];

/** Of two sizes. */
export const classesOfTwo: readonly GrowthClass[] = [
  constant,
  two('log n', 1, (n) => [log2(n)]),
  two('log m', 1, (_, m) => [log2(m)]),
  two('n', 2, (n) => [n]),
  two('m', 2, (_, m) => [m]),
  two('n+m', 3, (n, m) => [n, m]),
  two('m log n', 4, (n, m) => [m * log2(n)]),
  two('n log m', 4, (n, m) => [n * log2(m)]),
  two('n*m', 5, (n, m) => [n * m]),
];

function one(name: string, rank: number, term: (n: number) => number): GrowthClass {
  return { name, rank, terms: ([n = 0]) => [term(n)] };
}

function two(name: string, rank: number, terms: (n: number, m: number) => readonly number[]): GrowthClass {
  return { name, rank, terms: ([n = 0, m = 0]) => terms(n, m) };
}

function factorial(n: number): number {
  let product = 1;
  for (let factor = 2; factor <= n; factor += 1) product *= factor;
  return product;
}
