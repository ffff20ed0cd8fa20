// The part of GitHub's API that the service uses, on loopback. Every request and response is held against GitHub's own description;
// what does not fit is kept as a problem, which a test asks for.
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { answerRepository, type FakeAnswer, type FakeRequest } from './fake-github-answers.js';
import { FakeRepository } from './fake-repository.js';
import type { GitHubDescription, Operation } from './github-description.js';
import { failure } from './github-server.js';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** In place of an answer; null where it answers. */
export type FakeFault = (request: SeenRequest) => FakeAnswer | Promise<FakeAnswer> | null;

export class FakeGitHub {
  readonly repositories = new Map<string, FakeRepository>();
  readonly requests: SeenRequest[] = [];
  readonly problems: string[] = [];
  token = 'github_pat_11ABCDE0123456789_fFgGhHiIjJkKlLmMnN"/+&x=';
  fault: FakeFault = () => null;
  readonly #description: GitHubDescription;
  readonly #server: Server;

  private constructor(description: GitHubDescription) {
    this.#description = description;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async open(description: GitHubDescription): Promise<FakeGitHub> {
    const server = new FakeGitHub(description);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  add(fullName: string, visibility: FakeRepository['visibility'] = 'public'): FakeRepository {
    const repository = new FakeRepository(fullName);
    repository.visibility = visibility;
    this.repositories.set(fullName.toLowerCase(), repository);
    return repository;
  }

  /** What was asked for, without the questions about repositories themselves. */
  asked(): string[] {
    return this.requests
      .filter(({ path }) => !/^\/repos\/[^/]+\/[^/]+$/.test(path))
      .map(({ method, path }) => `${method} ${path}`);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.address);
    const seen: SeenRequest = {
      method: (request.method ?? '').toLowerCase(),
      // As GitHub has it, of the top of a repository too.
      path: url.pathname.replace(/\/contents$/, '/contents/'),
      query: url.searchParams,
      headers: request.headers,
      body: request.headers['content-length'] === undefined ? undefined : await json(request),
    };
    this.requests.push(seen);
    const { status, headers = {}, body, text } = await this.#answer(seen);
    const type = text === undefined ? 'application/json' : 'text/plain';
    response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers });
    response.end(text ?? (body === undefined ? '' : JSON.stringify(body)));
  }

  async #answer(seen: SeenRequest): Promise<FakeAnswer> {
    try {
      const { method, path, query, body } = seen;
      // It leads there itself, and does not describe it.
      if (path.startsWith('/repositories/')) return this.#answerById(seen);
      const operation = this.#description.find(method, path);
      this.#description.checkRequest(operation, query, body);
      const fault = await this.fault(seen);
      if (fault !== null) return fault;
      const answer = this.#carryOut(operation, seen);
      if (answer.text === undefined && answer.status < 300)
        this.#description.checkResponse(operation, answer.status, answer.body);
      return answer;
    } catch (error) {
      this.problems.push(String(error));
      return failure(500, `the test has found a problem: ${String(error)}`);
    }
  }

  #carryOut(operation: Operation, { query, body, headers }: SeenRequest): FakeAnswer {
    if (headers.authorization !== `Bearer ${this.token}`) return failure(401, 'Bad credentials');
    const request: FakeRequest = {
      ...{ operation, query, body, headers, server: this },
      sample: (more) => ({ ...(this.#description.sample(operation, 200) as object), ...more }),
      made: (more) => ({ ...(this.#description.sample(operation, 201) as object), ...more }),
      item: (more) => ({ ...(this.#description.sampleItem(operation, 200) as object), ...more }),
    };
    return answerRepository(request);
  }

  #answerById({ path, headers }: SeenRequest): FakeAnswer {
    if (headers.authorization !== `Bearer ${this.token}`) return failure(401, 'Bad credentials');
    const repository = [...this.repositories.values()][Number(path.split('/')[2]) - 1];
    if (repository === undefined) return failure(404, 'Not Found');
    const { fullName, visibility, isArchived } = repository;
    const body = { full_name: fullName, private: repository.isPrivate, visibility, archived: isArchived };
    return { status: 200, body: { ...body, default_branch: 'main' } };
  }
}
