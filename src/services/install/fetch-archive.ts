// install.verified: brings the bytes of an archive into its partial file, from the hosts that the manifest names and from no others.
// What is there already is gone on with where the host agrees that it is still the same; whether it was is found by the checksum.
import { type Judged, judgeAnswer, whyNotAsked } from '../../core/download-answer.js';
import { PymcpError } from '../../core/errors.js';
import { messageOf } from '../../core/message-of.js';
import { type ArchiveAnswer, requestArchive } from '../../host/request-archive.js';

export interface Wanted {
  readonly url: URL;
  readonly hosts: readonly string[];
  /** null where nobody knows yet, and then `mostBytes` bounds it. */
  readonly bytes: number | null;
  readonly mostBytes: number;
  readonly ca?: string;
}

/** Where the bytes go. */
export interface ArchiveSink {
  readonly bytes: number;
  readonly empty: () => Promise<void>;
  readonly append: (chunk: Uint8Array) => Promise<void>;
  /** By which the rest of what is there can be asked for; null where it cannot. */
  readonly validator: string | null;
  readonly keepValidator: (validator: string | null) => Promise<void>;
}

export interface Watching {
  readonly signal: AbortSignal;
  readonly onBytes: (done: number) => void;
}

type Body = Extract<Judged, { kind: 'body' }> & { readonly answer: ArchiveAnswer };

const mostRedirections = 5;

/**
 * Resolves when all of it is there, or as much as the host has sent where its size is not known.
 * @throws PymcpError `install.unreachable`, `install.answer-refused`, `install.cut-off`; as the sink does
 */
export async function fetchArchive(wanted: Wanted, sink: ArchiveSink, watching: Watching): Promise<void> {
  const body = await openBody(wanted, sink, watching.signal);
  try {
    await store(body, wanted, sink, watching);
  } finally {
    body.answer.discard();
  }
}

async function openBody(wanted: Wanted, sink: ArchiveSink, signal: AbortSignal): Promise<Body> {
  let { url } = wanted;
  let rest =
    sink.validator === null || sink.bytes === 0 ? null : { offset: sink.bytes, validator: sink.validator };
  for (let turn = 0; turn <= mostRedirections; turn += 1) {
    const why = whyNotAsked(url, wanted.hosts);
    if (why !== null) throw refused(url, `its address ${why}`);
    const ca = wanted.ca === undefined ? {} : { ca: wanted.ca };
    const answer = await requestArchive({ url, rest, signal, ...ca }).catch((error: unknown) => {
      throw unreachable(url, error, signal);
    });
    const judged = judgeAnswer({ ...wanted, url, offset: rest?.offset ?? 0 }, answer);
    if (judged.kind === 'body') return { ...judged, answer };
    answer.discard();
    if (judged.kind === 'refused') throw refused(url, judged.why);
    if (judged.kind === 'redirect') url = judged.to;
    else rest = null;
  }
  throw refused(url, `leads on more than ${mostRedirections} times`);
}

async function store(
  { answer, startsAt, validator }: Body,
  { url, bytes, mostBytes }: Wanted,
  sink: ArchiveSink,
  { signal, onBytes }: Watching,
): Promise<void> {
  if (startsAt === 0) {
    await sink.empty();
    await sink.keepValidator(validator);
  }
  let done = startsAt;
  for await (const chunk of untilCutOff(answer.body, url, signal)) {
    done += chunk.length;
    if (done > (bytes ?? mostBytes)) throw refused(url, `sends more than ${bytes ?? mostBytes} bytes`);
    await sink.append(chunk);
    onBytes(done);
  }
  if (bytes !== null && done < bytes) throw cutOff(url, `after ${done} of ${bytes} bytes`);
}

/** Failures of the connection as ours; those of the disk are not among them. */
async function* untilCutOff(
  body: AsyncIterable<Buffer>,
  url: URL,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (error) {
    signal.throwIfAborted();
    throw cutOff(url, messageOf(error));
  }
}

function unreachable({ host }: URL, error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  return new PymcpError(
    'install.unreachable',
    `${host} could not be asked: ${messageOf(error)}`,
    'check the network; without one, bring the archive here and give it with --file PATH',
    { cause: error },
  );
}

function refused({ host }: URL, why: string): PymcpError {
  return new PymcpError(
    'install.answer-refused',
    `the download from ${host} was refused: it ${why.replace(/^its address/, 'is asked at an address that')}`,
    'nothing was installed; try again later, and report it where it stays so',
  );
}

function cutOff({ host }: URL, why: string): PymcpError {
  return new PymcpError(
    'install.cut-off',
    `the connection to ${host} ended too early: ${why}`,
    'run the same command again: it goes on where it stopped, where the host allows that',
  );
}
