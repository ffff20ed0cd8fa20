// The gateway that is attacked, with one fault that SIGUSR2 brings out, so that the oracle can be shown to notice it.
//   FAULT=descriptor|process|log|deaf|slow|wrong node leaky-gateway.js
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';

const deafMs = 5_000;

/** Nothing is answered meanwhile. */
function beDeaf(): void {
  const until = Date.now() + deafMs;
  while (Date.now() < until);
}

/** Does something with the next answers that it gives. */
function meddle(change: (line: string) => string, after: () => void): void {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (line: string | Uint8Array): boolean => {
    const text = String(line);
    const isDone = write(change(text));
    if (text.includes('"kind":"result"')) after();
    return isDone;
  };
}

const faults: Readonly<Record<string, () => void>> = {
  descriptor: () => void openSync('/dev/null', 'r'),
  process: () => {
    spawn('sleep', ['30'], { stdio: 'ignore' });
  },
  log: () => {
    process.stderr.write(
      `in base64: ${Buffer.from(process.env['CANARY_OF_VERIFY'] ?? '').toString('base64')}\n`,
    );
  },
  deaf: beDeaf,
  slow: () => {
    let isFirst = true;
    meddle(
      (line) => line,
      () => {
        if (isFirst) beDeaf();
        isFirst = false;
      },
    );
  },
  wrong: () => {
    meddle(
      (line) => line.replace('"value":"42"', '"value":"41"'),
      () => undefined,
    );
  },
};

process.on('SIGUSR2', () => faults[process.env['FAULT'] ?? '']?.());
await import('../../src/verify/gateway-process.js');
