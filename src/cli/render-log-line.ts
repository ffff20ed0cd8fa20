// A record of the log as a line for a person: when, how grave, what; what to do about it follows as another. Nothing in it breaks the line or speaks to a terminal.

interface LogRecord {
  readonly level: string;
  readonly time: string;
  readonly msg: string;
  readonly hint?: string;
  readonly bug?: true;
}

/** @param record of pino: a line of JSON, with the names of gateway-log.ts */
export function renderLogLine(record: string): string {
  const { level, time, msg, hint, bug } = JSON.parse(record) as LogRecord;
  const word = level === 'warn' ? 'warning' : bug === true && level === 'error' ? 'bug' : level;
  const shown = `${time} ${word}: ${toOneLine(msg)}\n`;
  return hint === undefined ? shown : `${shown}${time} hint: ${toOneLine(hint)}\n`;
}

/** Control characters and those that break a line, as escapes of JSON. */
function toOneLine(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(
      /[\u007f-\u009f\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
