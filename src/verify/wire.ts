// What verify and the gateway that it attacks say to each other: a JSON object a line. Both ends are ours; what the guest said is
// text in it. Pure.
import type { Outcome } from '../core/execution-result.js';
import type { LimitLevels } from '../core/isolation.js';
import type { AttackLimits } from './attack.js';

export interface RunOrder {
  readonly id: number;
  readonly code: string;
  /** Name to text, put beside the program. */
  readonly files: Readonly<Record<string, string>>;
  readonly limits: AttackLimits;
}

/** Asks whether it answers at all, whatever runs. */
export interface PingOrder {
  readonly id: number;
  readonly kind: 'ping';
}

export interface Pong {
  readonly id: number;
  readonly kind: 'pong';
}

/** A result as far as the oracle looks at it. */
export interface SeenResult {
  readonly outcome: Outcome;
  readonly stdout: string;
  readonly stderr: string;
  readonly createdProtected: readonly string[];
  readonly limits: LimitLevels;
  /** Of files that came out. */
  readonly paths: readonly string[];
  /** Every path, content and name in the rest of it, byte for byte. */
  readonly others: readonly string[];
}

export type RunAnswer =
  | { readonly id: number; readonly kind: 'result'; readonly result: SeenResult }
  /** Our own error: the run was refused. */
  | { readonly id: number; readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** Anything but that: a fault of the gateway. */
  | { readonly id: number; readonly kind: 'fault'; readonly message: string };

export const encodeLine = (message: RunOrder | PingOrder | RunAnswer | Pong): string =>
  `${JSON.stringify(message)}\n`;

/** Takes text in pieces and gives the lines that are complete. */
export class LineReader {
  #rest = '';

  push(text: string): string[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines;
  }
}
