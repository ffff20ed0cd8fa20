// `pymcp token create|list|revoke`: who may come in over HTTP, and to what.
import type { Command } from 'commander';
import { PymcpError } from '../core/errors.js';
import { parseTokenName } from '../core/names.js';
import { defaultServices } from '../core/service-names.js';
import { parseTokenScopes, tokenScopes } from '../core/token-scope.js';
import { nowMs } from '../host/clock.js';
import { defaultLifetime, parseLifetime } from '../tokens/token-lifetime.js';
import type { TokenStore } from '../tokens/token-store.js';
import { renderToken, renderTokenList, renderTokenListJson } from './render-tokens.js';

interface CreateOptions {
  readonly scope: string;
  readonly expires: string;
  readonly json?: true;
}

interface JsonOption {
  readonly json?: true;
}

export function addTokenCommand(program: Command): void {
  const token = program
    .command('token')
    .summary('make, list and revoke the tokens of clients over HTTP')
    .description(
      'A client of `pymcp serve` presents a token. A token opens the services that its scopes name, until it expires.\n' +
        'What is kept of it is a hash: it is shown once, when it is made.',
    );
  token
    .command('create')
    .summary('make a token, and print it this once')
    .description('Makes a token and prints it, alone, on stdout; what else there is to say is on stderr.')
    .argument('<name>', 'what you will know it by: letters, digits and underscores')
    .option(
      '--scope <names>',
      `what it opens, with commas between: ${tokenScopes.join(', ')}`,
      defaultServices.join(','),
    )
    .option(
      '--expires <time>',
      'when it ends: minutes, hours or days, such as 12h; 366d at most',
      defaultLifetime,
    )
    .option('--json', 'print it as JSON')
    .action(create);
  token
    .command('list')
    .summary('list the tokens, without their secrets')
    .description('Lists the tokens, expired ones too, without their secrets.')
    .option('--json', 'print them as JSON')
    .action(list);
  token
    .command('revoke')
    .summary('end a token')
    .description('Ends a token: the next request that presents it is refused.')
    .argument('<name>', 'its name or its id')
    .option('--json', 'print what was revoked as JSON')
    .action(revoke);
}

async function create(text: string, { scope, expires, json }: CreateOptions): Promise<void> {
  const wanted = {
    name: parseTokenName(text),
    scopes: parseTokenScopes(scope),
    lifetimeMs: parseLifetime(expires),
  };
  const store = await openStore();
  const { text: secret, token } = await store.create(wanted);
  try {
    await print(json === true ? renderToken(token, secret) : `${secret}\n`);
  } catch (cause) {
    await store.revoke(token.id);
    throw new PymcpError(
      'token.not-shown',
      'the token could not be printed, so it was revoked',
      'make it again where stdout can be written',
      { cause },
    );
  }
  if (json === true) return;
  process.stderr.write(
    `${token.name} opens ${token.scopes.join(', ')} until ${new Date(token.expiresMs).toISOString()}.\n` +
      'It is shown this once. Keep it where only you can read it; a client sends it as `Authorization: Bearer TOKEN`.\n',
  );
}

async function list({ json }: JsonOption): Promise<void> {
  const found = await (await openStore()).list();
  for (const { file, why, fix } of found.broken)
    process.stderr.write(
      `warning: the file ${JSON.stringify(file)} ${why}, and opens nothing\nhint: ${fix}\n`,
    );
  await print(json === true ? renderTokenListJson(found, nowMs()) : renderTokenList(found, nowMs()));
}

async function revoke(name: string, { json }: JsonOption): Promise<void> {
  const revoked = await (await openStore()).revoke(name);
  if (json === true) await print(`${JSON.stringify({ revoked })}\n`);
  else process.stderr.write(`${revoked} is revoked.\n`);
}

/** Loaded here: `pymcp run` needs no tokens. */
async function openStore(): Promise<TokenStore> {
  const { openTokenStore } = await import('../tokens/token-store.js');
  return openTokenStore();
}

/** Resolves when it was written; rejects where nobody takes it. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.once('error', reject);
    process.stdout.write(text, (error) => {
      if (error instanceof Error) reject(error);
      else resolve();
    });
  });
}
