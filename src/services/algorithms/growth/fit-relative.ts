// Fits costs by a sum of terms with factors that are not negative, so that the relative errors are least. Pure.

export interface Fit {
  /** Of the constant, then of each term. */
  readonly factors: readonly number[];
  /** Root of the mean square of (fitted − measured) / measured. */
  readonly error: number;
}

/** @param rows the terms of each point  @param costs above 0, as many */
export function fitRelative(rows: readonly (readonly number[])[], costs: readonly number[]): Fit {
  const width = (rows[0]?.length ?? 0) + 1;
  const scales = range(width - 1).map((term) => Math.max(...rows.map((row) => row[term] ?? 0)) || 1);
  const scaled = rows.map((row, at) =>
    [1, ...row.map((value, term) => value / (scales[term] ?? 1))].map((value) => value / (costs[at] ?? 1)),
  );
  let best: Fit = { factors: range(width).map(() => 0), error: Infinity };
  for (let chosen = 1; chosen < 2 ** width; chosen += 1) {
    const columns = range(width).filter((column) => (chosen >> column) % 2 === 1);
    const solved = solve(scaled, columns);
    if (solved === null || solved.some((factor) => factor < 0)) continue;
    const factors = range(width).map((column) => solved[columns.indexOf(column)] ?? 0);
    const error = findError(scaled, factors);
    if (error < best.error - 1e-9) best = { factors, error };
  }
  const [constant = 0, ...others] = best.factors;
  return {
    factors: [constant, ...others.map((factor, term) => factor / (scales[term] ?? 1))],
    error: best.error,
  };
}

function findError(rows: readonly (readonly number[])[], factors: readonly number[]): number {
  const squares = rows.map((row) => (dot(row, factors) - 1) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / rows.length);
}

/** Least squares of these columns against 1, by the normal equations; null where they do not determine it. */
function solve(rows: readonly (readonly number[])[], columns: readonly number[]): readonly number[] | null {
  const matrix = columns.map((one) => [
    ...columns.map((other) => rows.reduce((sum, row) => sum + (row[one] ?? 0) * (row[other] ?? 0), 0)),
    rows.reduce((sum, row) => sum + (row[one] ?? 0), 0),
  ]);
  return eliminate(matrix);
}

function eliminate(matrix: number[][]): readonly number[] | null {
  const size = matrix.length;
  for (let step = 0; step < size; step += 1) {
    const pivot = matrix[step];
    const head = pivot?.[step] ?? 0;
    if (pivot === undefined || Math.abs(head) < 1e-300 || !Number.isFinite(head)) return null;
    for (const [at, row] of matrix.entries()) {
      if (at === step) continue;
      const share = (row[step] ?? 0) / head;
      for (let column = step; column <= size; column += 1)
        row[column] = (row[column] ?? 0) - share * (pivot[column] ?? 0);
    }
  }
  const solved = matrix.map((row, at) => (row[size] ?? 0) / (row[at] ?? 1));
  return solved.every(Number.isFinite) ? solved : null;
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, at) => at);
}
