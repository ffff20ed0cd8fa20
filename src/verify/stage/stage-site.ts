// What stands behind the names of the stage: hosts that answer, one of which knows the secret and gives it back in every way that a program
// asks for. They know what may arrive at them, and say of what should not have.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { StageAnswer, StageRequest } from '../../host/stage-servers.js';
import { findSecret } from '../find-secret.js';
import { impostorName, securedNames } from './stage-plan.js';

export class StageSite {
  readonly #secret: string;
  readonly #name: 'site' | 'impostor';
  readonly #problems: string[] = [];

  constructor(name: 'site' | 'impostor', secret: string) {
    this.#name = name;
    this.#secret = secret;
  }

  /** What has arrived and should not have; told once. */
  takeProblems(): string[] {
    return this.#problems.splice(0);
  }

  readonly answer = (request: StageRequest): StageAnswer => {
    const host = valueOf(request.rawHeaders, 'host');
    this.#problems.push(...this.#judge(request, host));
    if (this.#name === 'impostor') return plain('the impostor was told');
    const [, elsewhere] = /^\/to\?(.+)$/.exec(request.url) ?? [];
    if (elsewhere !== undefined)
      return { ...plain('not here'), status: 302, rawHeaders: ['Location', elsewhere] };
    if (host !== 'key.example') return plain(`this is ${host}`);
    const authorization = valueOf(request.rawHeaders, 'authorization');
    const isKnown = request.isSecured && authorization === `Bearer ${this.#secret}`;
    const [, way] = /^\/key\/echo\?as=([a-z0-9-]+)$/.exec(request.url) ?? [];
    if (isKnown && way !== undefined) return echo(way, this.#secret);
    return plain(isKnown ? 'you are known' : 'you are not known');
  };

  #judge(request: StageRequest, host: string): string[] {
    const { serverName, isSecured, method, url } = request;
    if (this.#name === 'impostor')
      return ['a host was told something that has no certificate that this machine trusts'];
    const own = isSecured ? securedNames : (['open.example', 'few.example', 'turning.example'] as const);
    const isOwn = own.some((name) => name === host) && (!isSecured || serverName === host);
    const isFew = host === 'few.example' && !(method === 'GET' && /^\/few(?:\?|$)/.test(url));
    return [
      ...(isOwn ? [] : ['a host was asked in the name of another one']),
      ...(isFew ? ['a request arrived that no rule permits'] : []),
      ...(this.#isMisplaced(request, host) ? ['the secret was sent where it is not for'] : []),
    ];
  }

  /** In whatever encoding, anywhere but in the one header of the one host that it is for. */
  #isMisplaced({ isSecured, rawHeaders, url, body }: StageRequest, host: string): boolean {
    const isForIt = isSecured && host === 'key.example' && /^\/key(?:\/|\?|$)/.test(url);
    const headers = rawHeaders.filter((_, index) => !(isForIt && isAuthorization(rawHeaders, index)));
    return findSecret(this.#secret, [url, body, ...headers]).length > 0;
  }
}

const isAuthorization = (rawHeaders: readonly string[], index: number): boolean =>
  index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'authorization';

function valueOf(rawHeaders: readonly string[], name: string): string {
  const index = rawHeaders.findIndex((word, at) => at % 2 === 0 && word.toLowerCase() === name);
  return index < 0 ? '' : (rawHeaders[index + 1] ?? '');
}

function plain(text: string, ...rawHeaders: readonly string[]): StageAnswer {
  return { status: 200, statusText: 'OK', rawHeaders, pieces: [Buffer.from(text)], trailers: {} };
}

/** The secret, in a way in which hosts give back what they were sent. */
function echo(way: string, secret: string): StageAnswer {
  const bytes = Buffer.from(secret);
  const told = plain(`you said ${secret}.`);
  switch (way) {
    case 'base64':
      return plain(`you said ${Buffer.from(`key:${secret}`).toString('base64')}.`);
    case 'hex':
      return plain(`you said ${bytes.toString('hex')}.`);
    case 'url':
      return plain(`you said ${[...bytes].map((byte) => `%${byte.toString(16)}`).join('')}.`);
    case 'json':
      return plain(`{"said": "${[...bytes].map((byte) => `\\u00${byte.toString(16)}`).join('')}"}`);
    case 'reversed':
      return plain(`you said ${Array.from(secret).reverse().join('')}.`);
    case 'header':
      return plain('see the header', 'X-Said', secret);
    case 'header-name':
      return plain('see the header', `X-${secret}`, 'said');
    case 'cookie':
      return plain('see the cookie', 'Set-Cookie', `key=${secret}; Path=/`);
    case 'redirect':
      return { ...told, status: 302, rawHeaders: ['Location', `https://open.example/${secret}`] };
    case 'status':
      return { ...plain('see the line of the status'), statusText: `You said ${secret}` };
    case 'trailer':
      return { ...plain('see the trailer', 'Trailer', 'X-Said'), trailers: { 'X-Said': secret } };
    case 'pieces':
      return { ...told, pieces: Array.from(`you said ${secret}.`).map((letter) => Buffer.from(letter)) };
    case 'error':
      return { ...told, status: 500, statusText: 'Error' };
    case 'gzip':
      return compressed('gzip', gzipSync(bytes));
    case 'deflate':
      return compressed('deflate', deflateSync(bytes));
    case 'br':
      return compressed('br', brotliCompressSync(bytes));
    case 'range':
      return {
        ...plain(secret.slice(0, 20), 'Content-Range', `bytes 0-19/${bytes.length}`),
        status: 206,
        statusText: 'Partial Content',
      };
    default:
      return told;
  }
}

const compressed = (coding: string, body: Buffer): StageAnswer => ({
  ...plain('', 'Content-Encoding', coding),
  pieces: [body],
});

export const stageNames = { site: securedNames, impostor: [impostorName] } as const;
