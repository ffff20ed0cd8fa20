// An attempt that leads nowhere, in words for the program and for whoever reads its output. Python shows of a denied tunnel no more
// than the line of the status, so the reason stands there too.

export interface Refusal {
  readonly status: 400 | 403 | 405 | 429 | 502 | 503 | 505;
  /** What was asked for: `evil.example.org:443`. */
  readonly asked: string;
  readonly why: string;
  /** What to do about it. */
  readonly hint: string;
}

/** Three lines of text. */
export function toBody({ status, asked, why, hint }: Refusal): string {
  return `network: ${verbOf(status)} ${printable(asked)}\nwhy: ${printable(why)}\nfix: ${printable(hint)}\n`;
}

/** For the line of the status. */
export function toReason({ status, asked, why }: Refusal): string {
  return printable(`Network ${verbOf(status)} ${asked}: ${why}`).slice(0, 300);
}

function verbOf(status: Refusal['status']): string {
  return status >= 500 ? 'failed' : 'denied';
}

/** What a guest has written comes back to it in an answer of ours: one line, plain characters. */
export function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
