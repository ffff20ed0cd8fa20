// The settings of what a gateway says of itself.

export const logRows = [
  {
    key: 'log.level',
    flag: '--log-level <level>',
    kind: { type: 'choice', choices: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] },
    fallback: 'info',
    help: 'what the log on stderr has: this and what is graver',
  },
  {
    key: 'log.format',
    flag: '--log-format <format>',
    kind: { type: 'choice', choices: ['text', 'json'] },
    fallback: 'text',
    help: 'how each record of the log is written, as a line',
  },
] as const;
