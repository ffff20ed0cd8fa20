// Which entries are ours: an entry of the same name may be somebody else's, and is not touched then.
import type { Entry, JsonObject, JsonValue } from './entry-format.js';
import { tokenVariable } from './client.js';

/** What we write; other keys of an entry of ours are its person's (a timeout, an environment) and stay. */
const ownKeys = [
  'type',
  'command',
  'args',
  'url',
  'httpUrl',
  'serverUrl',
  'headers',
  'bearer_token_env_var',
  'token',
] as const;

const program = /(?:^|[\\/])(?:isolated-pymcp|pymcp)$|[\\/]cli[\\/]main\.js$/;
const address = /^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost):\d+\/mcp(?:\/[a-z_]+)?$/;

/** Whether it starts this program, or asks it by HTTP with its token from outside. */
export function isOwnEntry({ server }: Entry): boolean {
  const { command, args } = server;
  if (typeof command === 'string') {
    const words = [command, ...toWords(args)];
    return words.some((word, index) => program.test(word) && words[index + 1] === 'stdio');
  }
  const urls = [server['url'], server['httpUrl'], server['serverUrl']];
  const asksUs = urls.some((url) => typeof url === 'string' && address.test(url));
  return asksUs && new RegExp(`${tokenVariable}|\\$\\{input:`).test(JSON.stringify(server));
}

/** The entry that is wanted, with what the person added to the one that is there. */
export function mergeEntries(found: Entry, wanted: Entry): Entry {
  const added = Object.entries(found.server).filter(([key]) => !ownKeys.some((own) => own === key));
  const server: JsonObject = { ...wanted.server, ...Object.fromEntries(added) };
  return { ...wanted, server };
}

/** What we wrote of an entry of ours, without what its person added: that may be a secret. */
export function ownPart({ server }: Entry): JsonObject {
  return Object.fromEntries(Object.entries(server).filter(([key]) => ownKeys.some((own) => own === key)));
}

/** What may be shown of somebody's entry: what it starts, no value that might be a secret. */
export function summarize({ server }: Entry): string {
  const { command, args } = server;
  if (typeof command === 'string') return [command, ...hideSecrets(toWords(args))].join(' ').slice(0, 200);
  const url = [server['url'], server['httpUrl'], server['serverUrl']].find((one) => typeof one === 'string');
  return url === undefined ? Object.keys(server).join(', ') : withoutSecrets(url);
}

/** secret.unlogged: an argument may be a key; what is long and no path, or follows a word that says so, is left out. */
function hideSecrets(words: readonly string[]): string[] {
  return words.map((word, index) => {
    if (/key|token|secret|password|header|auth/i.test(words[index - 1] ?? '')) return '…';
    const [name = '', value] = word.split('=', 2);
    if (value !== undefined) return `${name}=…`;
    return word.length >= 20 && !/[\\/@]/.test(word) ? '…' : word;
  });
}

function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//…@').replace(/[?#].*$/s, '?…');
}

function toWords(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((word: JsonValue) => typeof word === 'string') : [];
}
