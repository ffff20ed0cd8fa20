// Run in the jail, as a thread of start-pyright.ts: reads what the gateway writes while the language server is busy with a question,
// so that it learns in the midst of it that nobody waits for the answer any more ($/cancelRequest). All bytes go on to it unchanged.
import { Socket } from 'node:net';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';

const headerEnd = '\r\n\r\n';
/** One that cancels is a few dozen bytes long. */
const mostBytes = 256;

/** Numbers of requests that are cancelled, out of the messages of the base protocol of LSP. */
export class CancellationFinder {
  #rest = Buffer.alloc(0);
  /** Of a message that is too long to be one. */
  #skip = 0;

  push(chunk: Buffer): number[] {
    const from = Math.min(this.#skip, chunk.length);
    this.#skip -= from;
    this.#rest = Buffer.concat([this.#rest, chunk.subarray(from)]);
    const found: number[] = [];
    for (let body = this.#next(); body !== null; body = this.#next()) found.push(...cancelledBy(body));
    return found;
  }

  /** The next message, empty where it is a long one; null where none is whole. */
  #next(): string | null {
    const end = this.#rest.indexOf(headerEnd);
    if (end === -1) return null;
    const [start, length] = [
      end + headerEnd.length,
      lengthIn(this.#rest.subarray(0, end).toString('latin1')),
    ];
    const isHere = this.#rest.length >= start + length;
    if (!isHere && length <= mostBytes) return null;
    const body = length <= mostBytes ? this.#rest.subarray(start, start + length).toString() : '';
    this.#skip = Math.max(0, start + length - this.#rest.length);
    this.#rest = this.#rest.subarray(start + length);
    return body;
  }
}

function lengthIn(header: string): number {
  return Number(/Content-Length: *(\d{1,9})/i.exec(header)?.[1] ?? 0);
}

function cancelledBy(body: string): number[] {
  if (!body.includes('$/cancelRequest')) return [];
  try {
    const { method, params } = JSON.parse(body) as { method?: unknown; params?: { id?: unknown } };
    return method === '$/cancelRequest' && typeof params?.id === 'number' ? [params.id] : [];
  } catch {
    return [];
  }
}

function serve(server: MessagePort, cancelled: Int32Array): void {
  const finder = new CancellationFinder();
  const input = new Socket({ fd: 0, readable: true, writable: false });
  let place = 0;
  input.on('data', (chunk: Buffer) => {
    for (const id of finder.push(chunk)) {
      Atomics.store(cancelled, place, id);
      place = (place + 1) % cancelled.length;
    }
    server.postMessage(chunk);
  });
  for (const event of ['end', 'close', 'error'])
    input.on(event, () => {
      server.postMessage(null);
    });
}

if (parentPort !== null) serve(parentPort, new Int32Array(workerData as SharedArrayBuffer));
