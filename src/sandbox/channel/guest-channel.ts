// The control channel of one sandbox: commands in, messages out. The only reader of guest frames. Whatever comes without
// having been asked for is a violation, and the end.
import type { Duplex, Writable } from 'node:stream';
import { type Artifacts, noArtifacts, type Spool } from '../../core/exchanged-file.js';
import type { Equipment } from '../../core/network.js';
import type { FileWork } from '../../core/file-work.js';
import { toCpuSeconds } from '../../core/limits.js';
import type { SessionFileList, SessionFilePart } from '../../core/session.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import { sleep } from '../../host/clock.js';
import { ArtifactCollector } from './artifact-collector.js';
import type { ChannelEvent, Handover } from './channel-event.js';
import { EventQueue } from './event-queue.js';
import { askForFileWork } from './file-question.js';
import { FrameDecoder } from './frame-decoder.js';
import { FrameWriter } from './frame-writer.js';
import {
  type ArtifactMessage,
  type Chunk,
  type FileAnswer,
  type Greeting,
  type GuestMessage,
  parseGuestMessage,
  type Result,
} from './guest-message.js';
import {
  type Asked,
  askForFiles,
  askForPart,
  askToDelete,
  askToEquip,
  askToFork,
  type GuestQuestion,
} from './guest-question.js';
import { redactResult } from './redact-result.js';

const ordinaryAnswerMs = 10_000;

export class GuestChannel {
  /** Resolves when the other end has gone and all that it sent has been read, or after `close`. */
  readonly finished: Promise<void>;
  readonly #socket: Duplex;
  readonly #answerMs: number;
  readonly #writer: FrameWriter;
  readonly #decoder = new FrameDecoder();
  readonly #events = new EventQueue();
  /** Nothing is read any more. */
  #ended = false;
  #violation: string | null = null;
  /** Whether it may still say that it is ready. */
  #isNew = true;
  /** While artifacts and a result may come: from the handover to the result. */
  #collector: ArtifactCollector | null = null;
  #artifacts: Artifacts = noArtifacts;
  #pending: { readonly question: GuestQuestion; readonly over: AbortController } | null = null;

  /** Takes the socket over; `close` gives it up. @param answerMs how long a question may wait for its answer */
  constructor(socket: Duplex, answerMs = ordinaryAnswerMs) {
    this.#socket = socket;
    this.#answerMs = answerMs;
    this.#writer = new FrameWriter(socket);
    socket.on('data', (chunk: Buffer) => {
      this.#read(chunk);
    });
    socket.on('error', () => {
      this.#end({ type: 'closed' });
    });
    this.finished = new Promise((resolve) => {
      const close = (): void => {
        this.#end({ type: 'closed' });
        resolve();
      };
      // A newborn may be killed before all of its connections are there: what has closed by now will not say so again.
      if (socket.closed) close();
      else socket.on('close', close);
    });
    socket.on('end', () => {
      this.#end({ type: 'closed' });
    });
  }

  /** What one run is given before its code; fail.closed. @throws PymcpError `egress.not-set-up` */
  equip(equipment: Equipment): Promise<void> {
    return this.#ask(askToEquip(equipment));
  }

  /** Hands a program over, its files first. What cannot be delivered shows as `closed` in `receive`. */
  run({ code, fileName, files = [], limits, spool, redactor }: Handover): void {
    this.#begin(spool, redactor);
    this.#writer.sendFiles(files);
    this.#writer.send({ type: 'program', code, fileName, cpuSeconds: toCpuSeconds(limits) });
  }

  /** The same for code that runs in what the cells before it have left; makes a session of the sandbox. */
  runCell({ code, files = [], spool, redactor }: Omit<Handover, 'fileName' | 'limits'>): void {
    this.#begin(spool, redactor);
    this.#writer.sendFiles(files);
    this.#writer.send({ type: 'cell', code });
  }

  /**
   * Has the sandbox become a program of this package, whose input is what is written to the answer. It has nothing to say
   * on this channel: a byte of it is a violation. Closing the channel ends its input.
   */
  become(argv: readonly string[], environment: Readonly<Record<string, string>>): Writable {
    this.#isNew = false;
    this.#writer.send({ type: 'become', argv, environment });
    return this.#socket;
  }

  /** What came out of the last program or cell, once its result has been received; nothing before. */
  get artifacts(): Artifacts {
    return this.#artifacts;
  }

  /** Why it was ended from here; null where it was not. */
  get violation(): string | null {
    return this.#violation;
  }

  /** The next event, in order. One caller at a time; after the last one it answers `closed` for ever. */
  receive(): Promise<ChannelEvent> {
    return this.#events.next();
  }

  /**
   * The files of an idle session. Questions are asked one at a time, and while no cell runs.
   * @throws PymcpError `session.file-failed`, as all of them where the session says so, or has gone
   */
  listFiles(): Promise<SessionFileList> {
    return this.#ask(askForFiles());
  }

  /** At most 1 MiB of a file. @throws PymcpError `session.file-failed` */
  async readFile(path: string, offset: number, length: number): Promise<SessionFilePart> {
    return this.#ask(askForPart(path, offset, length));
  }

  /** @throws PymcpError `session.file-failed` */
  async deleteFile(path: string): Promise<void> {
    return this.#ask(askToDelete(path));
  }

  /** Has the session make a copy of itself. @throws PymcpError `session.fork-failed` */
  fork(name: string): Promise<void> {
    return this.#ask(askToFork(name));
  }

  /** What a file worker answers, as JSON. @throws PymcpError `files.failed`, `files.too-slow` */
  workOnFiles(work: FileWork): Promise<Buffer> {
    return this.#ask(askForFileWork(work));
  }

  close(): void {
    this.#socket.destroy();
  }

  #begin(spool: Spool | null = null, redactor?: SecretRedactor): void {
    if (this.#pending !== null || this.#collector !== null) throw new Error('the guest is busy');
    this.#isNew = false;
    this.#collector = new ArtifactCollector(spool, redactor);
    this.#artifacts = noArtifacts;
  }

  async #ask<Answer>({ question, answer }: Asked<Answer>): Promise<Answer> {
    if (this.#pending !== null || this.#collector !== null) throw new Error('the guest is busy');
    if (this.#ended) question.giveUp('the process of the session has gone');
    else {
      this.#isNew = false;
      const over = new AbortController();
      this.#pending = { question, over };
      this.#writer.send(question.message);
      void sleep(question.answerMs ?? this.#answerMs, over.signal).then(() => {
        if (this.#pending?.question === question)
          this.#end({ type: 'violation', reason: 'a question was not answered in time' });
      });
    }
    return answer;
  }

  #read(chunk: Buffer): void {
    if (this.#ended) return;
    try {
      for (const body of this.#decoder.push(chunk)) {
        const message = parseGuestMessage(body);
        const violation = message === null ? 'a frame that is no message' : this.#take(message);
        if (violation === null) continue;
        this.#end({ type: 'violation', reason: violation });
        return;
      }
      this.#keepPace();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#end({ type: 'violation', reason: error.message });
    }
  }

  /** The guest sends no faster than the disk takes what is kept there. */
  #keepPace(): void {
    const writing = this.#collector?.writing ?? null;
    if (writing === null) return;
    this.#socket.pause();
    void writing.then(() => {
      this.#socket.resume();
    });
  }

  /** Why the message is a violation; null where it was taken. */
  #take(message: GuestMessage): string | null {
    switch (message.type) {
      case 'ready':
      case 'refused':
        return this.#takeGreeting(message);
      case 'completed':
      case 'raised':
        return this.#takeResult(message);
      case 'chunk':
        return this.#pending === null ? this.#takeArtifact(message) : this.#takeAnswer(message);
      case 'file':
      case 'image':
      case 'html':
      case 'omitted':
        return this.#takeArtifact(message);
      case 'listing':
      case 'content':
      case 'done':
      case 'failed':
        return this.#takeAnswer(message);
    }
  }

  #takeGreeting(message: Greeting): string | null {
    if (!this.#isNew) return 'a greeting that comes too late';
    this.#isNew = false;
    this.#deliver(message);
    return null;
  }

  #takeArtifact(message: ArtifactMessage | Chunk): string | null {
    return this.#collector === null ? 'files that were not asked for' : this.#collector.take(message);
  }

  #takeResult(message: Result): string | null {
    if (this.#collector === null) return 'a result that was not asked for';
    const artifacts = this.#collector.close();
    if (artifacts === null) return 'the rest of a file is missing';
    const result = redactResult(this.#collector.redactor, message);
    this.#collector = null;
    this.#events.add(async () => {
      this.#artifacts = await artifacts;
      return result;
    });
    return null;
  }

  #takeAnswer(message: FileAnswer | Chunk): string | null {
    if (this.#pending === null) return 'an answer that was not asked for';
    const { question, over } = this.#pending;
    const taken = question.take(message);
    if (taken === null) return null;
    if (taken !== 'answered') return taken.violation;
    this.#pending = null;
    over.abort();
    return null;
  }

  #deliver(event: ChannelEvent): void {
    this.#events.add(() => event);
  }

  #end(event: ChannelEvent): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#collector?.discard();
    this.#collector = null;
    this.#pending?.question.giveUp(
      event.type === 'violation'
        ? `the session broke the rules of its channel (${event.reason}) and was ended`
        : 'the process of the session has gone',
    );
    this.#pending?.over.abort();
    this.#pending = null;
    this.#deliver(event);
    if (event.type !== 'violation') return;
    this.#violation = event.reason;
    this.#socket.destroy();
  }
}
