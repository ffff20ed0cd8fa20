// The one door to GitHub's API. secret.unseen: the token is held here, in the gateway, and goes into one header of requests to one
// server. Answers are bounded in bytes and time, redirects are not followed, and failures are explained without the request.
import { request } from '@octokit/request';
import { PymcpError } from '../../core/errors.js';
import type { GitHubServer } from '../../secrets/github/github-server.js';
import { readFailure } from '../../secrets/github/read-failure.js';
import { AnswerTooLarge, boundFetch } from './bounded-fetch.js';
import { openDeadline } from './open-deadline.js';
import { type Asked, explainFailure } from './explain-failure.js';
import { RateGate, rateResourceOf } from './rate-gate.js';

export interface GitHubClientOptions {
  readonly server: GitHubServer;
  readonly token: string;
  /** Of this package. */
  readonly version: string;
}

export type Parameters = Readonly<Record<string, unknown>>;

export interface SendOptions extends Omit<Asked, 'token'> {
  readonly signal: AbortSignal;
  /** Of GitHub's media types; JSON where it is left out. */
  readonly format?: 'diff' | 'text-match';
  /** Only where it has changed. */
  readonly etag?: string;
}

export interface GitHubReply {
  readonly status: number;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

const timeoutMs = 30_000;
const mostBytes = 16 * 1024 * 1024;

export class GitHubClient {
  readonly server: GitHubServer;
  readonly #options: GitHubClientOptions;
  readonly #gate = new RateGate();
  readonly #fetch = boundFetch(mostBytes);

  constructor(options: GitHubClientOptions) {
    this.server = options.server;
    this.#options = options;
  }

  /**
   * @param route as in GitHub's documentation: `GET /repos/{owner}/{repo}/…`
   * @returns answers below 400: a redirect and 304 too
   * @throws PymcpError `github.*`, `gateway.cancelled`
   */
  async send(route: string, parameters: Parameters, options: SendOptions): Promise<GitHubReply> {
    const resource = rateResourceOf(route);
    this.#gate.check(resource);
    try {
      const reply: GitHubReply = await this.#request(route, parameters, options);
      this.#gate.noteAnswer(resource, reply.headers);
      return reply;
    } catch (error) {
      const failure = readFailure(error);
      if (failure === null) throw this.#explainSilence(error, options.signal);
      if (failure.status === 304) return { status: 304, data: null, headers: failure.headers };
      const { token } = this.#options;
      throw this.#gate.noteFailure(resource, failure) ?? explainFailure(failure, { ...options, token });
    }
  }

  async #request(
    route: string,
    parameters: Parameters,
    { signal, format, etag }: SendOptions,
  ): Promise<GitHubReply> {
    const { server, token, version } = this.#options;
    const deadline = openDeadline(timeoutMs, signal);
    return request(route, {
      ...parameters,
      baseUrl: server.api,
      ...(format === undefined ? {} : { mediaType: { format } }),
      headers: {
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
        'user-agent': `isolated-pymcp/${version}`,
        ...(etag === undefined ? {} : { 'if-none-match': etag }),
      },
      request: {
        redirect: 'manual',
        signal: deadline.signal,
        fetch: this.#fetch,
        log: silent,
      },
    }).finally(deadline.close);
  }

  /** There was no answer, or none that was read to its end. */
  #explainSilence(error: unknown, signal: AbortSignal): PymcpError {
    if (signal.aborted)
      return new PymcpError(
        'gateway.cancelled',
        'the call was cancelled; what had been sent may have been done',
        'look before you do it again',
      );
    if (isTooLarge(error))
      return new PymcpError(
        'github.too-large',
        `the answer of GitHub has more than ${mostBytes} bytes`,
        'ask for less: fewer per page, one file, a part of the tree',
      );
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    return new PymcpError(
      'github.unreachable',
      `${this.server.api} cannot be reached: ${why === '' ? 'no connection' : why}`,
      'try again later; what is local works without GitHub',
    );
  }
}

const isTooLarge = (error: unknown): boolean =>
  error instanceof AnswerTooLarge || (error instanceof Error && error.cause instanceof AnswerTooLarge);

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore } as const;

function ignore(): void {
  // Its warnings would go to stdout and stderr.
}
