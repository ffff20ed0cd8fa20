// Clients that `pymcp stdio --attach` brings: over the socket of this user, a connection of HTTP becomes one of stdio
// (RFC 9110, section 7.8), a client and caller of its own, with all that goes when it goes.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { McpService } from '../mcp-service.js';
import { serveStdio, type StdioClient } from '../serve-stdio.js';
import { attachPath, attachProtocol, attachServicesHeader } from './attach-protocol.js';
import { type Refusal, stopping, writeRefusal } from './refusal.js';
import { whyNotLocal } from './why-not-local.js';

export interface AttachedClientsOptions {
  readonly services: readonly McpService[];
  readonly redactor: SecretRedactor;
  /** At once. */
  readonly most: number;
  readonly onError: (error: Error) => void;
}

export class AttachedClients {
  readonly #options: AttachedClientsOptions;
  readonly #clients = new Map<Duplex, StdioClient>();
  #isStopping = false;

  constructor(options: AttachedClientsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#clients.size;
  }

  /** Calls that wait for their answer. */
  get calls(): number {
    let count = 0;
    for (const client of this.#clients.values()) count += client.calls();
    return count;
  }

  /** Takes over a connection whose client asked for the change. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const services = this.#choose(request);
    if ('status' in services) {
      writeRefusal(socket, services);
      return;
    }
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: ${attachProtocol}\r\n\r\n`,
    );
    if (head.length > 0) socket.unshift(head);
    const client = serveStdio({ ...this.#options, services }, socket, socket);
    this.#clients.set(socket, client);
    void client.gone.then(() => {
      this.#clients.delete(socket);
      socket.destroy();
    });
  }

  /** From now on nobody is taken. */
  refuseAll(): void {
    this.#isStopping = true;
  }

  /** Ends them all; what they run ends with them. */
  close(): void {
    this.#isStopping = true;
    for (const socket of this.#clients.keys()) socket.destroy();
  }

  #choose(request: IncomingMessage): readonly McpService[] | Refusal {
    const notLocal = whyNotLocal(request);
    if (notLocal !== null) return notLocal;
    const { url, headers } = request;
    const { services, most } = this.#options;
    if (this.#isStopping) return stopping;
    if (url !== attachPath || headers.upgrade !== attachProtocol)
      return refusal(400, 'malformed', 'nothing here can be changed to that', 'use pymcp stdio --attach');
    if (this.#clients.size >= most)
      return refusal(503, 'connections', `${most} clients are attached`, 'end one of them');
    const wanted = headers[attachServicesHeader];
    if (typeof wanted !== 'string') return services;
    const names = wanted.split(',');
    const missing = names.find((name) => !services.some((service) => service.name === name));
    if (missing === undefined) return services.filter(({ name }) => names.includes(name));
    return refusal(
      404,
      'not-found',
      'the gateway does not serve all that was asked for',
      `it serves ${services.map(({ name }) => name).join(', ')}; start it with --services to change that`,
    );
  }
}

function refusal(status: number, reason: Refusal['reason'], message: string, hint: string): Refusal {
  return { status, reason, message, hint };
}
