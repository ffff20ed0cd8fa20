// A sandbox without a process: the test says what the guest does.
import { Duplex, PassThrough } from 'node:stream';
import type { LimitLevels, LimitName } from '../core/isolation.js';
import type { JailLimits } from '../core/limits.js';
import type { Pace, Sandbox, SandboxEnd, SandboxUsage, Template } from '../sandbox/backend-contract.js';
import { encodeFrame } from '../sandbox/channel/frame-decoder.js';
import { GuestChannel } from '../sandbox/channel/guest-channel.js';

const level = { level: 'enforced', by: 'test' } as const;
export const levels: LimitLevels = {
  memory: level,
  cpu: level,
  pids: level,
  wall: level,
  output: level,
  files: level,
};

const ordinaryEnd: SandboxEnd = {
  exitCode: 0,
  signal: null,
  withTemplate: false,
  limit: null,
  cpuMs: 5,
  peakMemoryBytes: 1000,
  pidsRefused: 0,
  createdProtected: [],
  leftovers: [],
};

/** The gateway's end of the control socket: what is written is the program, what is pushed is the guest's answer. */
class ControlSocket extends Duplex {
  readonly written: Buffer[] = [];

  override _read(): void {
    // `answer` pushes.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written.push(chunk);
    done();
  }
}

export class FakeSandbox implements Sandbox {
  readonly isolation = {
    backend: 'fake',
    namespaces: [],
    seccompInstructions: 1,
    landlockAbi: 0,
    hostUid: 1,
    scope: 'own' as const,
  };
  readonly levels = levels;
  readonly channel: GuestChannel;
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly breached: Promise<LimitName>;
  readonly ended: Promise<SandboxEnd>;
  readonly #control = new ControlSocket();
  #breach: (limit: LimitName) => void = () => undefined;
  #end: (end: SandboxEnd) => void = () => undefined;
  kills = 0;
  interrupts = 0;
  /** What the guest does about an interrupt. */
  onInterrupt: () => void = () => undefined;
  current = true;
  unmasked: readonly string[] = [];
  readonly paces: Pace[] = [];

  constructor() {
    this.channel = new GuestChannel(this.#control);
    this.breached = new Promise((resolve) => {
      this.#breach = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** The programs that were handed over. */
  get programs(): unknown[] {
    return this.#control.written.map((frame) => JSON.parse(frame.subarray(4).toString()) as unknown);
  }

  /** The guest writes to its channel. */
  answer(message: object | Buffer): void {
    this.#control.push(
      Buffer.isBuffer(message) ? message : encodeFrame(Buffer.from(JSON.stringify(message))),
    );
  }

  complete(value: string | null): void {
    this.answer({ type: 'result', status: 'completed', value, valueCharacters: value?.length ?? 0 });
  }

  breach(limit: LimitName): void {
    this.#breach(limit);
  }

  /** The last process has gone. */
  leave(end: Partial<SandboxEnd> = {}): void {
    this.#control.push(null);
    this.stdout.end();
    this.stderr.end();
    this.#end({ ...ordinaryEnd, ...end });
  }

  isCurrent(): Promise<boolean> {
    return Promise.resolve(this.current);
  }

  findUnmasked(): Promise<readonly string[]> {
    return Promise.resolve(this.unmasked);
  }

  findCreated(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  setPace(pace: Pace): void {
    this.paces.push(pace);
  }

  interrupt(): Promise<void> {
    this.interrupts += 1;
    this.onInterrupt();
    return Promise.resolve();
  }

  fork(): Promise<Sandbox> {
    return Promise.resolve(new FakeSandbox());
  }

  readUsage(): SandboxUsage {
    return { cpuMs: 5, memoryBytes: 900, peakMemoryBytes: 1000, pidsRefused: 0, oomKills: 0 };
  }

  readCpuMs(): number | null {
    return 5;
  }

  kill(): void {
    this.kills += 1;
    this.leave({ exitCode: null, signal: 'SIGKILL' });
  }
}

export class FakeTemplate implements Template {
  readonly levels = levels;
  isGone = false;
  readonly launched: JailLimits[] = [];
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  launch(limits: JailLimits): Promise<Sandbox> {
    this.launched.push(limits);
    return Promise.resolve(this.#sandbox);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
