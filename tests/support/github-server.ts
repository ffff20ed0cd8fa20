// The part of GitHub's API that is used, on loopback. Every request and response is held against GitHub's own description; what
// does not fit is kept as a problem, which a test asks for.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import sodium from 'libsodium-wrappers';
import type { GitHubDescription, Operation } from './github-description.js';
import { GitHubExport } from './github-export.js';

interface Stored {
  readonly sealed: string;
  readonly at: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the server does in place of an answer; null where it answers. */
export type Fault = (method: string, path: string) => Answer | null;

const keyId = '568250167242549743';

export class GitHubServer {
  readonly secrets = new Map<string, Stored>();
  readonly requests: string[] = [];
  readonly problems: string[] = [];
  token = 'ghp_of-the-test';
  fault: Fault = () => null;
  /** Of the workflow that seals secrets. */
  readonly exports: GitHubExport;
  readonly #description: GitHubDescription;
  readonly #keys: { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array };
  readonly #server: Server;

  private constructor(description: GitHubDescription) {
    this.#description = description;
    this.#keys = sodium.crypto_box_keypair();
    this.exports = new GitHubExport(description, (name) => this.valueOf(name));
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async open(description: GitHubDescription): Promise<GitHubServer> {
    await sodium.ready;
    const server = new GitHubServer(description);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What only GitHub can do. */
  valueOf(name: string): string | null {
    const stored = this.secrets.get(name);
    if (stored === undefined) return null;
    const { publicKey, privateKey } = this.#keys;
    return Buffer.from(
      sodium.crypto_box_seal_open(Buffer.from(stored.sealed, 'base64'), publicKey, privateKey),
    ).toString();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.address);
    const method = (request.method ?? '').toLowerCase();
    if (url.pathname.startsWith('/blob/')) {
      this.#serveBlob(request, response, url);
      return;
    }
    const body = Number(request.headers['content-length'] ?? 0) === 0 ? undefined : await json(request);
    this.requests.push(`${method} ${url.pathname}`);
    const answer = this.#answer(method, url, body, request.headers.authorization ?? '');
    response.writeHead(answer.status, {
      'content-type': 'application/json; charset=utf-8',
      ...answer.headers,
    });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  }

  /** Another host of GitHub's, which knows no token: the address is the right to it. */
  #serveBlob(request: IncomingMessage, response: ServerResponse, url: URL): void {
    if (request.headers.authorization !== undefined)
      this.problems.push('the token was shown to another host');
    const bytes = this.exports.blobOf(url);
    response.writeHead(bytes === null ? 403 : 200).end(bytes ?? '');
  }

  #answer(method: string, url: URL, body: unknown, authorization: string): Answer {
    try {
      const operation = this.#description.find(method, url.pathname);
      this.#description.checkRequest(operation, url.searchParams, body);
      const fault = this.fault(method, url.pathname);
      if (fault !== null) return fault;
      const answer =
        authorization === `Bearer ${this.token}`
          ? this.#carryOut(operation, url.searchParams, body)
          : failure(401, 'Bad credentials');
      this.#description.checkResponse(operation, answer.status, answer.body);
      return answer;
    } catch (error) {
      this.problems.push(String(error));
      return failure(500, `the test has found a problem: ${String(error)}`);
    }
  }

  #carryOut(operation: Operation, query: URLSearchParams, body: unknown): Answer {
    const { path, method, parameters } = operation;
    if (path === '/user')
      return { status: 200, body: { ...this.#description.exampleOf(operation, 200), id: 7 } };
    const { owner, repo, secret_name: given = '' } = parameters;
    const name = given.toUpperCase();
    if (`${owner}/${repo}` !== 'octo/hello') return failure(404, 'Not Found');
    if (!path.startsWith('/repos/{owner}/{repo}/actions/secrets'))
      return this.exports.answer(operation, this.address, body);
    if (path.endsWith('/public-key'))
      return {
        status: 200,
        body: { key_id: keyId, key: Buffer.from(this.#keys.publicKey).toString('base64') },
      };
    if (path.endsWith('/secrets'))
      return this.#list(Number(query.get('per_page')), Number(query.get('page')));
    if (method === 'put') return this.#put(name, body as { encrypted_value: string; key_id: string });
    const stored = this.secrets.get(name);
    if (stored === undefined) return failure(404, 'Not Found');
    if (method === 'get') return { status: 200, body: toShown(name, stored) };
    this.secrets.delete(name);
    return { status: 204 };
  }

  #list(perPage: number, page: number): Answer {
    const all = [...this.secrets].map(([name, stored]) => toShown(name, stored));
    return {
      status: 200,
      body: { total_count: all.length, secrets: all.slice((page - 1) * perPage, page * perPage) },
    };
  }

  #put(
    name: string,
    { encrypted_value: sealed, key_id: id }: { encrypted_value: string; key_id: string },
  ): Answer {
    if (id !== keyId) return failure(422, 'key_id is not the current one');
    const isNew = !this.secrets.has(name);
    this.secrets.set(name, { sealed, at: new Date().toISOString() });
    return isNew ? { status: 201, body: {} } : { status: 204 };
  }
}

const toShown = (name: string, { at }: Stored): object => ({ name, created_at: at, updated_at: at });

export function failure(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const body = { message, documentation_url: 'https://docs.github.com/rest', status: String(status) };
  return { status, body, headers };
}
