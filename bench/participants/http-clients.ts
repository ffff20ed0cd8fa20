// Several clients of one server that call the tool that runs nothing: one alone, or all at once.
import { emptyTool } from '../http/empty-tool.js';
import { timeConcurrently } from '../time-concurrently.js';
import { HttpClient, type HttpClientOptions } from './http-client.js';

export class HttpClients {
  readonly #clients: readonly HttpClient[];

  private constructor(clients: readonly HttpClient[]) {
    this.#clients = clients;
  }

  /** The caller closes them. */
  static async open(options: HttpClientOptions, count: number): Promise<HttpClients> {
    return new HttpClients(await Promise.all(Array.from({ length: count }, () => HttpClient.open(options))));
  }

  /** Milliseconds of each of `count` calls of one client, one after the other. */
  async callInTurn(count: number): Promise<number[]> {
    const [client] = this.#clients;
    if (client === undefined) throw new Error('there is no client');
    const times: number[] = [];
    while (times.length < count) times.push(await callEmptyTool(client));
    return times;
  }

  /** Calls per second, each client making its next when its last has ended. */
  async callAtOnce(count: number): Promise<number> {
    const idle = [...this.#clients];
    const call = async (): Promise<void> => {
      const client = idle.pop();
      if (client === undefined) throw new Error('no client is idle');
      await callEmptyTool(client);
      idle.push(client);
    };
    return (count / (await timeConcurrently(call, count, this.#clients.length))) * 1000;
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }
}

async function callEmptyTool(client: HttpClient): Promise<number> {
  const { ms, result } = await client.callTool(emptyTool, {});
  if (result.isError === true) throw new Error(result.content?.[0]?.text ?? 'refused');
  return ms;
}
