// What a gateway says of itself, on stderr, a line each, for a person or as JSON. secret.unlogged: it is told neither tokens nor
// programs nor output, and what it is told goes through the redactor before anything of it is cut.
import { type Logger, pino } from 'pino';
import type { LogLevel, LogSettings } from '../config/settings.js';
import { PymcpError } from '../core/errors.js';
import type { SecretRedactor } from '../core/secret-redactor.js';
import { nowMs } from '../host/clock.js';
import { renderLogLine } from './render-log-line.js';
import { toErrorLines } from './report-error.js';

/** Beyond these in a second, warnings are counted: whoever makes them must not fill a disk. */
const mostWarnings = 10;
const mostCharacters = 1000;
/** Of our own failures: with their trace. */
const mostBugCharacters = 8000;

export interface GatewayLogOptions extends LogSettings {
  readonly redactor: SecretRedactor;
  /** Standard error where it is left out. */
  readonly write?: (line: string, done: () => void) => void;
}

export class GatewayLog {
  readonly #redactor: SecretRedactor;
  readonly #pino: Logger;
  #second = 0;
  #warnings = 0;
  #left: Promise<void> = Promise.resolve();

  constructor({ level, format, redactor, write = writeToStderr }: GatewayLogOptions) {
    this.#redactor = redactor;
    this.#pino = openPino(level, (record) => {
      const line = format === 'json' ? record : renderLogLine(record);
      this.#left = new Promise((resolve) => {
        write(line, resolve);
      });
    });
  }

  info(message: string): void {
    this.#write('info', message);
  }

  /** What happens all the time. */
  debug(message: string): void {
    this.#write('debug', message);
  }

  /** What a client did that the protocol has no answer for. */
  readonly warn = ({ message }: Pick<Error, 'message'>): void => {
    const second = Math.floor(nowMs() / 1000);
    if (second !== this.#second) {
      if (this.#warnings > mostWarnings)
        this.#write('warn', `${this.#warnings - mostWarnings} more like these`);
      this.#second = second;
      this.#warnings = 0;
    }
    this.#warnings += 1;
    if (this.#warnings <= mostWarnings) this.#write('warn', message);
  };

  /** A failure that no call reports. */
  readonly problem = (error: unknown): void => {
    this.#report('error', error);
  };

  /** What ends this process. On a pipe, a file or a terminal it is written when this returns. */
  readonly crash = (error: unknown): void => {
    this.#report('fatal', error);
  };

  /** Resolves when everything was handed to the operating system. */
  flush(): Promise<void> {
    return this.#left;
  }

  #report(level: 'error' | 'fatal', error: unknown): void {
    const [message, hint] = toErrorLines(error);
    const kind = error instanceof PymcpError ? { code: error.code } : { bug: true };
    this.#write(level, message, { ...kind, hint: this.#shorten(hint, mostCharacters) });
  }

  #write(level: Exclude<LogLevel, 'silent'>, message: string, more: object = {}): void {
    if (!this.#pino.isLevelEnabled(level)) return;
    this.#pino[level](more, this.#shorten(message, 'bug' in more ? mostBugCharacters : mostCharacters));
  }

  /** Cut when it is redacted: half a secret is nothing that could be recognised. */
  #shorten(text: string, most: number): string {
    return this.#redactor.redactText(text).slice(0, most).toWellFormed();
  }
}

/** Each record as a line of JSON, in the moment in which it is made: nothing of it is lost where we end. */
function openPino(level: LogLevel, write: (record: string) => void): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date(nowMs()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
}

function writeToStderr(line: string, done: () => void): void {
  process.stderr.write(line, () => {
    done();
  });
}
