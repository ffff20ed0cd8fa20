// auth.token: who asks. The bearer token of RFC 6750, from the header alone: what stands in an address is logged by others.
import type { IncomingMessage } from 'node:http';
import { PymcpError } from '../../core/errors.js';
import type { Refusal } from './refusal.js';

/** A token that was checked, without its secret. */
export interface KnownToken {
  readonly id: string;
  readonly scopes: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresMs: number;
}

/** The store of tokens, as far as a listener needs it. */
export interface TokenVerifier {
  readonly verify: (
    presented: string,
  ) => Promise<
    { readonly kind: 'valid' | 'expired'; readonly token: KnownToken } | { readonly kind: 'unknown' }
  >;
  /** Whether a token is still there; of one that was checked before. */
  readonly isKnown: (id: string) => Promise<boolean>;
}

export type Authentication =
  | { readonly kind: 'known'; readonly token: KnownToken }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const realm = 'Bearer realm="isolated-pymcp"';
const mostTokenCharacters = 512;

export async function authenticate(request: IncomingMessage, tokens: TokenVerifier): Promise<Authentication> {
  const presented = readBearer(request);
  if (presented === null) return refused(noToken());
  const checked = await tokens.verify(presented).catch(toUnchecked);
  if (checked instanceof PymcpError) return refused(unchecked(checked));
  if (checked.kind === 'valid') return { kind: 'known', token: checked.token };
  return refused(
    checked.kind === 'expired'
      ? badToken('the token has expired', 'make another: pymcp token create NAME')
      : goneToken(),
  );
}

/** fail.closed: where the tokens cannot be trusted or read, nobody is let in. What is no error of ours is thrown on. */
function toUnchecked(error: unknown): PymcpError {
  if (error instanceof PymcpError) return error;
  throw error;
}

/** To somebody who is not known: that it is so, and not where. */
function unchecked({ code }: PymcpError): Refusal {
  return {
    reason: 'no-store',
    status: 503,
    message: `tokens cannot be checked now (${code})`,
    hint: 'the user who runs the gateway sees why with: pymcp token list',
    headers: { 'retry-after': '30' },
  };
}

/** Also where it was there a moment ago. */
export function goneToken(): Refusal {
  return badToken(
    'the token is none of this gateway, or was revoked',
    'make one: pymcp token create NAME, and send it as Authorization: Bearer TOKEN',
  );
}

/** Whether there is anything that wants to be checked. */
export function hasCredentials({ headers }: IncomingMessage): boolean {
  return headers.authorization !== undefined;
}

/** RFC 6750, section 3.1: the scope that is missing stands in the header, for programs. */
export function missingScope(scope: string): Refusal {
  return {
    reason: 'scope',
    status: 403,
    message: `the token does not have the scope ${scope}`,
    hint: `make one that has: pymcp token create NAME --scope ${scope}`,
    headers: { 'www-authenticate': `${realm}, error="insufficient_scope", scope="${scope}"` },
  };
}

function readBearer({ headers }: IncomingMessage): string | null {
  // The scheme is case-insensitive (RFC 9110, section 11.1).
  const [, token] = /^bearer +([\w.~+/-]+=*) *$/i.exec(headers.authorization ?? '') ?? [];
  return token === undefined || token.length > mostTokenCharacters ? null : token;
}

function refused(refusal: Refusal): Authentication {
  return { kind: 'refused', refusal };
}

/** RFC 6750, section 3.1: without credentials no error is named. */
function noToken(): Refusal {
  return {
    reason: 'no-token',
    status: 401,
    message: 'the request has no bearer token',
    hint: 'make one: pymcp token create NAME, and send it as Authorization: Bearer TOKEN',
    headers: { 'www-authenticate': realm },
  };
}

function badToken(message: string, hint: string): Refusal {
  return {
    reason: 'bad-token',
    status: 401,
    message,
    hint,
    headers: {
      'www-authenticate': `${realm}, error="invalid_token", error_description="${message}"`,
    },
  };
}
