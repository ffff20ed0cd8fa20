// What a gateway says of itself, on stderr, a line each. No secrets: it is told neither tokens nor programs nor output.
import { PymcpError } from '../core/errors.js';
import { nowMs } from '../host/clock.js';
import { toErrorLines } from './report-error.js';

/** Beyond these in a second, warnings are counted: whoever makes them must not fill a disk. */
const mostWarnings = 10;

export class GatewayLog {
  #second = 0;
  #warnings = 0;
  #left: Promise<void> = Promise.resolve();

  info(message: string): void {
    this.#write('info', message);
  }

  /** What a client did that the protocol has no answer for. */
  readonly warn = ({ message }: Error): void => {
    const second = Math.floor(nowMs() / 1000);
    if (second !== this.#second) {
      if (this.#warnings > mostWarnings)
        this.#write('warning', `${this.#warnings - mostWarnings} more like these`);
      this.#second = second;
      this.#warnings = 0;
    }
    this.#warnings += 1;
    if (this.#warnings <= mostWarnings) this.#write('warning', message);
  };

  /** A failure that no call reports. */
  readonly problem = (error: unknown): void => {
    for (const line of toErrorLines(error)) this.#write(error instanceof PymcpError ? 'error' : 'bug', line);
  };

  /** Resolves when everything was handed to the operating system. */
  flush(): Promise<void> {
    return this.#left;
  }

  /** Nothing in it breaks a line or speaks to a terminal. */
  #write(level: string, message: string): void {
    const text = JSON.stringify(message.slice(0, 1000)).slice(1, -1);
    const line = `${new Date(nowMs()).toISOString()} ${level}: ${text}\n`;
    this.#left = new Promise((resolve) => {
      process.stderr.write(line, () => {
        resolve();
      });
    });
  }
}
