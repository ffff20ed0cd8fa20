// secret.unlogged: the settings that say what is secret. Of a gateway, and of a run of the command line.
import { defaultRedacted } from '../core/secret-names.js';

export const redactionRows = [
  {
    key: 'redaction.names',
    flag: '--redact <names>',
    kind: { type: 'names' },
    fallback: defaultRedacted.join(','),
    help: 'variables whose values are masked wherever they come out, with commas between',
  },
  {
    key: 'redaction.file',
    flag: '--redact-file <file>',
    kind: { type: 'file' },
    fallback: null,
    otherwise: 'none',
    help: 'file of NAME=value lines, for its owner alone, whose values are masked too',
  },
] as const;
