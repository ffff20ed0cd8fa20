// A server that the benchmarks started leaves with them, even where they were killed: nobody else holds its stdin open.

export function untilStdinEnds(leave: () => void): void {
  process.stdin.once('end', leave).resume();
}
