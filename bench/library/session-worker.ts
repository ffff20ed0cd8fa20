// Opens, calls and closes sessions as it is asked.
import type { SessionId } from '#pymcp/core/names.js';
import { monotonicMs } from '#pymcp/host/clock.js';
import { messageOf } from '../message-of.js';
import type { Opened } from './question.js';
import type { SessionsUnderTest } from './open-sessions.js';

export class SessionWorker {
  readonly #sessions: SessionsUnderTest;
  readonly #open: SessionId[] = [];
  #turn = 0;

  constructor(sessions: SessionsUnderTest) {
    this.#sessions = sessions;
  }

  /** Brings the number of open sessions there, each used once; the last one goes first. */
  async open(count: number): Promise<Opened> {
    try {
      for (const id of this.#open.splice(count)) await this.#sessions.closeSession(id);
      while (this.#open.length < count) {
        const id = await this.#sessions.create();
        await this.#call(id, '1+1');
        this.#open.push(id);
      }
      return { open: this.#open.length, stoppedBy: null };
    } catch (error) {
      return { open: this.#open.length, stoppedBy: messageOf(error) };
    }
  }

  async call(whom: 'first' | 'next', code: string): Promise<number> {
    this.#turn += 1;
    const id = this.#open[whom === 'first' ? 0 : this.#turn % this.#open.length];
    if (id === undefined) throw new Error('no session is open');
    return this.#call(id, code);
  }

  /** The guest's word, and good enough for a measurement: it is what the kernel shows outside too. */
  async namespaces(): Promise<string[]> {
    const values: string[] = [];
    for (const id of this.#open) {
      const value = await this.#sessions.call(id, 'import os\nos.readlink("/proc/self/ns/pid")');
      values.push((value ?? '').replaceAll("'", ''));
    }
    return values;
  }

  close(): Promise<void> {
    return this.#sessions.close();
  }

  async #call(id: SessionId, code: string): Promise<number> {
    const started = monotonicMs();
    const value = await this.#sessions.call(id, code);
    const ms = monotonicMs() - started;
    if (code === '1+1' && value !== '2') throw new Error(`a session says that 1+1 is ${String(value)}`);
    return ms;
  }
}
