// The gateway's end of the line to pid 1 of a standalone sandbox: orders one way, what became of the agent the other.
// guest/pymcp_guest/init_line.py has the records. jail.once: pid 1 ends where this end does, and everything with it.
import type { Duplex } from 'node:stream';

/** struct.Struct("=cii"): kind, pid, number. Both ends are on one machine. */
const recordBytes = 9;
const [agentLeft, interrupted] = ['a', 's'];
const [interruptOrder] = ['n'];
/** Whoever holds the line says two things in its life; more is somebody else. */
const mostBytes = 1 << 16;

export class ReaperLine {
  /** The wait status of the agent; null where the line ended without it. Never rejects. */
  readonly status: Promise<number | null>;
  readonly #socket: Duplex;
  #pending = Buffer.alloc(0);
  #settle: (status: number | null) => void = () => undefined;
  readonly #waiting: (() => void)[] = [];
  #isOver = false;

  constructor(socket: Duplex) {
    this.#socket = socket;
    this.status = new Promise((resolve) => {
      this.#settle = resolve;
    });
    socket.on('data', (data: Buffer) => {
      this.#read(data);
    });
    socket.once('close', () => {
      this.#end();
    });
    socket.once('end', () => {
      this.#end();
    });
  }

  /** SIGINT for the agent; resolves when it was sent, or nobody is there to get it. */
  interrupt(): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      const record = Buffer.alloc(recordBytes);
      record.write(interruptOrder, 0, 'latin1');
      this.#socket.write(record);
    });
  }

  close(): void {
    this.#end();
    this.#socket.destroy();
  }

  #read(data: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, data]);
    if (this.#pending.length > mostBytes) {
      this.close();
      return;
    }
    while (this.#pending.length >= recordBytes) {
      const kind = this.#pending.toString('latin1', 0, 1);
      const number = this.#pending.readInt32LE(5);
      this.#pending = this.#pending.subarray(recordBytes);
      if (kind === agentLeft) this.#settle(number);
      else if (kind === interrupted) this.#waiting.shift()?.();
    }
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#settle(null);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
