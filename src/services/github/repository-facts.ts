// What GitHub says of a repository now: what it is called, who may read it. Asked anew each time, by a conditional request, which
// costs nothing of the limit where nothing has changed. A redirect is followed once, on the same server, to a repository.
import { PymcpError } from '../../core/errors.js';
import type { RepositoryName } from '../../core/github-repository.js';
import type { GitHubClient, GitHubReply, SendOptions } from './github-client.js';
import { type FoundRepository, toFullName, understandRepository } from './repository-shape.js';

interface Remembered {
  readonly etag: string;
  readonly found: FoundRepository;
}

const mostRemembered = 500;

export class RepositoryFacts {
  readonly #client: GitHubClient;
  readonly #remembered = new Map<string, Remembered>();

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /** @throws PymcpError `github.*` */
  async ask(
    repository: RepositoryName,
    options: Pick<SendOptions, 'signal' | 'permission'>,
  ): Promise<FoundRepository> {
    const where = toFullName(repository);
    const { owner, name: repo } = repository;
    const reply = await this.#ask('GET /repos/{owner}/{repo}', { owner, repo }, where, options);
    if (typeof reply !== 'object' || !('location' in reply)) return reply;
    const id = this.#idIn(reply.location);
    if (id === null) throw elsewhere(where);
    const moved = await this.#ask('GET /repositories/{id}', { id }, where, options);
    if ('location' in moved) throw elsewhere(where);
    return moved;
  }

  async #ask(
    route: string,
    parameters: Readonly<Record<string, string>>,
    where: string,
    options: Pick<SendOptions, 'signal' | 'permission'>,
  ): Promise<FoundRepository | { readonly location: string }> {
    const key = `${route} ${Object.values(parameters).join('/').toLowerCase()}`;
    const remembered = this.#remembered.get(key);
    const reply = await this.#client.send(route, parameters, {
      ...options,
      where,
      ...(remembered === undefined ? {} : { etag: remembered.etag }),
    });
    if (reply.status === 304 && remembered !== undefined) return remembered.found;
    if (reply.status >= 300) return { location: String(reply.headers['location'] ?? '') };
    const found = understandRepository(reply.data);
    this.#remember(key, reply, found);
    return found;
  }

  #remember(key: string, { headers }: GitHubReply, found: FoundRepository): void {
    const { etag } = headers;
    this.#remembered.delete(key);
    if (typeof etag !== 'string') return;
    this.#remembered.set(key, { etag, found });
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > mostRemembered && oldest !== undefined) this.#remembered.delete(oldest);
  }

  /** `https://api.github.com/repositories/123`, of this server. */
  #idIn(location: string): string | null {
    const prefix = `${this.#client.server.api}/repositories/`;
    const id = location.startsWith(prefix) ? location.slice(prefix.length) : '';
    return /^\d{1,15}$/.test(id) ? id : null;
  }
}

const elsewhere = (where: string): PymcpError =>
  new PymcpError(
    'github.refused',
    `the repository ${where} has moved to where nobody goes by itself`,
    'name it as it is called now',
  );
