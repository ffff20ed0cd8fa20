// What a Docker daemon is asked, by its own API over its socket (docs.docker.com/reference/api/engine). No program of Docker's is
// started, and no folder or setting of its command line is read.
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { PymcpError } from '../../../core/errors.js';
import { messageOf } from '../../../core/message-of.js';
import {
  askUnixServer,
  type UnixAnswer,
  type UnixRequest,
  upgradeUnixServer,
} from '../../../host/unix-http.js';
import type { ContainerBody } from './container-body.js';
import {
  containerShape,
  createdShape,
  type DaemonInfo,
  failureShape,
  imageShape,
  infoShape,
  stateShape,
  versionShape,
} from './daemon-answers.js';
import { findDockerSocket } from './docker-socket.js';
import { toDaemonHint } from './start-hints.js';

/** Of the API: the first with control group namespaces (Docker 20.10), which everything here is in. */
const leastApi = [1, 41] as const;
const answerTimeoutMs = 60_000;

export class DockerDaemon {
  readonly socketPath: string;
  /** As it says itself, e.g. 20.10.24. */
  readonly version: string;
  readonly #api: string;

  private constructor(socketPath: string, version: string, api: string) {
    this.socketPath = socketPath;
    this.version = version;
    this.#api = api;
  }

  /** @throws PymcpError `host.program-missing`, `host.unsupported` */
  static async find(): Promise<DockerDaemon> {
    const socketPath = await findDockerSocket();
    const answer = await ask({ socketPath, method: 'GET', path: '/version', timeoutMs: answerTimeoutMs });
    const { Version, ApiVersion, MinAPIVersion } = parse(answer, versionShape, 'its version');
    const [most, least] = [toNumbers(ApiVersion), toNumbers(MinAPIVersion)];
    if (isBefore(most, leastApi))
      throw new PymcpError(
        'host.unsupported',
        `Docker ${Version} is too old: its containers have no control group namespace`,
        'install Docker 20.10 or newer (Debian 12, Ubuntu 22.04)',
      );
    const api = isBefore(leastApi, least) ? least : leastApi;
    return new DockerDaemon(socketPath, Version, `/v${api.join('.')}`);
  }

  async readInfo(): Promise<DaemonInfo> {
    return parse(await this.#ask('GET', '/info'), infoShape, 'what it is');
  }

  /** @param archive tar @param label of the image, KEY=VALUE */
  async importImage(archive: Uint8Array, name: string, tag: string, label: string): Promise<void> {
    const query = new URLSearchParams({ fromSrc: '-', repo: name, tag, changes: `LABEL ${label}` });
    const body = { type: 'application/x-tar', bytes: archive };
    const answer = refuseFailure(await this.#ask('POST', `/images/create?${query.toString()}`, body));
    // It answers 200 before it has done it, and tells a failure in the stream of its progress.
    const failed = /"error":"([^"]*)"/.exec(answer.text)?.[1];
    if (failed !== undefined) throw toFailure(failed);
  }

  /** Nothing where it is gone. */
  async removeImage(reference: string): Promise<void> {
    refuseFailure(await this.#ask('DELETE', `/images/${encodeURIComponent(reference)}?force=true`), [404]);
  }

  /** Its id. */
  async create(name: string, body: ContainerBody): Promise<string> {
    const bytes = Buffer.from(JSON.stringify(body));
    const path = `/containers/create?${new URLSearchParams({ name }).toString()}`;
    return parse(await this.#ask('POST', path, { type: 'application/json', bytes }), createdShape, 'its id')
      .Id;
  }

  /** Its standard input; what comes the other way is what it says, in frames (attach in the API). */
  async attach(id: string): Promise<Duplex> {
    const path = `${this.#api}/containers/${id}/attach?stream=1&stdin=1&stdout=1&stderr=1`;
    const asked = { socketPath: this.socketPath, method: 'POST', path, timeoutMs: answerTimeoutMs } as const;
    const given = await upgradeUnixServer(asked).catch(unreachable);
    if ('status' in given) throw toFailure(wordsOf(given));
    return given;
  }

  async start(id: string): Promise<void> {
    refuseFailure(await this.#ask('POST', `/containers/${id}/start`));
  }

  /** Of its pid 1, as the daemon sees it; 0 where it does not run. */
  async readPid(id: string): Promise<number> {
    const answer = await this.#ask('GET', `/containers/${id}/json`);
    return answer.status === 404 ? 0 : parse(answer, stateShape, 'its state').State.Pid;
  }

  async limitPids(id: string, pids: number): Promise<void> {
    const bytes = Buffer.from(JSON.stringify({ PidsLimit: pids }));
    refuseFailure(await this.#ask('POST', `/containers/${id}/update`, { type: 'application/json', bytes }));
  }

  /** Resolves when it is gone, name and all; rejects where the daemon goes before it. */
  async waitRemoved(id: string): Promise<void> {
    const path = `/containers/${id}/wait?condition=removed`;
    refuseFailure(await this.#ask('POST', path, undefined, null), [404]);
  }

  /** SIGKILL, and then it is removed; nothing where it is gone, or about to be. */
  async remove(id: string): Promise<void> {
    refuseFailure(await this.#ask('DELETE', `/containers/${id}?force=true&v=true`), [404, 409]);
  }

  async listContainers(label: string): Promise<readonly { readonly id: string; readonly name: string }[]> {
    const filters = JSON.stringify({ label: [label] });
    const answer = await this.#ask(
      'GET',
      `/containers/json?${new URLSearchParams({ all: 'true', filters }).toString()}`,
    );
    // A name begins with a slash.
    return parse(answer, z.array(containerShape), 'its containers').map(({ Id, Names: [name = '/'] }) => ({
      id: Id,
      name: name.slice(1),
    }));
  }

  /** NAME:TAG of each. */
  async listImages(label: string): Promise<readonly string[]> {
    const filters = JSON.stringify({ label: [label] });
    const answer = await this.#ask('GET', `/images/json?${new URLSearchParams({ filters }).toString()}`);
    return parse(answer, z.array(imageShape), 'its images').flatMap(({ RepoTags }) => RepoTags ?? []);
  }

  #ask(
    method: UnixRequest['method'],
    path: string,
    body?: UnixRequest['body'],
    timeoutMs: number | null = answerTimeoutMs,
  ): Promise<UnixAnswer> {
    const asked = { socketPath: this.socketPath, method, path: `${this.#api}${path}`, timeoutMs };
    return ask(body === undefined ? asked : { ...asked, body });
  }
}

function ask(asked: UnixRequest): Promise<UnixAnswer> {
  return askUnixServer(asked).catch(unreachable);
}

function unreachable(cause: unknown): never {
  const why = messageOf(cause);
  throw new PymcpError(
    'host.program-missing',
    `the Docker daemon does not answer: ${why}`,
    toDaemonHint(why),
    {
      cause,
    },
  );
}

function refuseFailure(answer: UnixAnswer, fine: readonly number[] = []): UnixAnswer {
  if (answer.status < 400 || fine.includes(answer.status)) return answer;
  throw toFailure(wordsOf(answer));
}

function toFailure(words: string): PymcpError {
  return new PymcpError(
    'jail.start-failed',
    `Docker refuses it: ${words}; nothing was run`,
    toDaemonHint(words),
  );
}

function wordsOf({ status, text }: UnixAnswer): string {
  try {
    return failureShape.parse(JSON.parse(text)).message;
  } catch {
    return `status ${status}: ${text.slice(0, 200)}`;
  }
}

function parse<T>(answer: UnixAnswer, shape: z.ZodType<T>, what: string): T {
  const { text } = refuseFailure(answer);
  try {
    return shape.parse(JSON.parse(text));
  } catch (cause) {
    throw new PymcpError(
      'host.unsupported',
      `what answers for Docker does not say ${what} as Docker does`,
      'look at what listens there: docker version',
      { cause },
    );
  }
}

type Numbers = readonly [number, number];

function toNumbers(version: string): Numbers {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}

function isBefore([major, minor]: Numbers, [otherMajor, otherMinor]: Numbers): boolean {
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
