// Test files that mostly wait: for the time limits, silences and intervals that they are about. Each uses less than a fifth of a
// processor while it runs (`time` of the file alone), so that they run beside the others, one after another.
const waiting: readonly string[] = [
  'dist-test/tests/faults/hostile-streams.test.js',
  'dist-test/tests/faults/idle.test.js',
  'dist-test/tests/http/limits.test.js',
  'dist-test/tests/limits/time.test.js',
  'dist-test/tests/mcp/progress.test.js',
];

export function mostlyWaits(file: string): boolean {
  return waiting.includes(file);
}
