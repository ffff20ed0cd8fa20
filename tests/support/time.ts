// Time in tests. A slow machine (the virtual one of `make test-vm` takes ten times as long) says so in PYMCP_TEST_SLOW.

const factor = Number(process.env['PYMCP_TEST_SLOW'] ?? '1');

/** Milliseconds of patience, stretched for a slow machine. For time-outs of tests, never for limits under test. */
export const slow = (ms: number): number => ms * factor;
