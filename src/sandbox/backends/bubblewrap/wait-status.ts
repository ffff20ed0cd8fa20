// Wait statuses as the kernel packs them (wait(2)): the low seven bits are the signal, the next eight the exit code.
import { signalName } from '../../../host/signal-name.js';

export interface WaitOutcome {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

export function parseWaitStatus(status: number): WaitOutcome {
  const signal = status & 0x7f;
  if (signal === 0) return { exitCode: (status >> 8) & 0xff, signal: null };
  return { exitCode: null, signal: signalName(signal) };
}
