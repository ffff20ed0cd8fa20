// Frames → typed messages. Strict: what does not fit is a violation, never half a message.
import { exchangeLimits } from '../../core/exchanged-file.js';
import type { SessionFile } from '../../core/session.js';
import { MessageFields } from './message-fields.js';

/** What a guest's channel can say. All of it is the guest's word once guest code runs. */
export type GuestMessage = Greeting | Result | ArtifactMessage | Chunk | FileAnswer;

/** Said once, before anything is asked. */
export type Greeting =
  /** `pid`: in the sandbox's own namespace. */
  | { readonly type: 'ready'; readonly landlockAbi: number; readonly pid: number }
  | { readonly type: 'refused'; readonly layer: string; readonly reason: string };

/** How a program or a cell went. */
export type Result =
  | {
      readonly type: 'completed';
      readonly value: string | null;
      readonly valueCharacters: number;
      /** Where sys.exit ended a cell; null where it came to its end. */
      readonly exitCode: number | null;
    }
  | { readonly type: 'raised'; readonly name: string; readonly message: string; readonly traceback: string };

/** What came out of a run, told before its result: each with content announces its size, then comes in chunks. */
export type ArtifactMessage =
  | {
      readonly type: 'file';
      readonly path: string;
      readonly size: number;
      readonly content: 'follows' | 'left out';
    }
  | { readonly type: 'image' | 'html'; readonly size: number }
  | { readonly type: 'omitted'; readonly files: number; readonly images: number; readonly html: number };

/** A part of whatever was announced. */
export interface Chunk {
  readonly type: 'chunk';
  readonly bytes: Buffer;
}

/** What a session says of its files and of its copy, each when it was asked. */
export type FileAnswer =
  | { readonly type: 'listing'; readonly files: readonly SessionFile[]; readonly omitted: number }
  /** `length` bytes follow in chunks. */
  | { readonly type: 'content'; readonly size: number; readonly length: number }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly reason: string };

/** PID_MAX_LIMIT of 64-bit kernels (proc_sys_kernel(5)). */
const mostPid = 4_194_304;
const mostShort = 1024;
const mostLong = 256 * 1024;

/** The message, or null where the bytes are none. */
export function parseGuestMessage(body: Buffer): GuestMessage | null {
  const fields = MessageFields.parse(body);
  if (fields === null) return null;
  switch (fields.type) {
    case 'ready':
    case 'refused':
      return parseGreeting(fields);
    case 'result':
      return parseResult(fields);
    case 'chunk': {
      const bytes = fields.bytes('data');
      return bytes === null ? null : { type: 'chunk', bytes };
    }
    case 'listing':
    case 'content':
    case 'done':
    case 'failed':
      return parseFileAnswer(fields);
    default:
      return parseArtifact(fields);
  }
}

function parseGreeting(fields: MessageFields): Greeting | null {
  if (fields.type === 'ready') {
    const [landlockAbi, pid] = [fields.count('landlockAbi'), fields.count('pid')];
    if (landlockAbi === null || pid === null || pid === 0 || pid > mostPid) return null;
    return { type: 'ready', landlockAbi, pid };
  }
  const [layer, reason] = [fields.text('layer', mostShort), fields.text('reason', mostLong)];
  return layer === null || reason === null ? null : { type: 'refused', layer, reason };
}

function parseResult(fields: MessageFields): Result | null {
  switch (fields.get('status')) {
    case 'completed': {
      const [value, valueCharacters] = [fields.text('value', mostLong), fields.count('valueCharacters')];
      const exitCode = parseExitCode(fields.get('exitCode'));
      if (valueCharacters === null || exitCode === undefined) return null;
      if (value === null && fields.get('value') !== null) return null;
      return { type: 'completed', value, valueCharacters, exitCode };
    }
    case 'raised': {
      const [name, message] = [fields.text('name', mostShort), fields.text('message', mostLong)];
      const traceback = fields.text('traceback', mostLong);
      if (name === null || message === null || traceback === null) return null;
      return { type: 'raised', name, message, traceback };
    }
    default:
      return null;
  }
}

/** undefined where it is no exit code; null where there is none. */
function parseExitCode(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return null;
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255
    ? value
    : undefined;
}

function parseArtifact(fields: MessageFields): ArtifactMessage | null {
  switch (fields.type) {
    case 'file': {
      const [path, size, content] = [fields.get('path'), fields.count('size'), fields.get('content')];
      if (typeof path !== 'string' || size === null) return null;
      return content === 'follows' || content === 'left out' ? { type: 'file', path, size, content } : null;
    }
    case 'image':
    case 'html': {
      const { type } = fields;
      const size = fields.count('size');
      return size === null ? null : { type, size };
    }
    case 'omitted': {
      const [files, images, html] = [fields.count('files'), fields.count('images'), fields.count('html')];
      return files === null || images === null || html === null
        ? null
        : { type: 'omitted', files, images, html };
    }
    default:
      return null;
  }
}

function parseFileAnswer(fields: MessageFields): FileAnswer | null {
  switch (fields.type) {
    case 'listing': {
      const files = fields.list('files', exchangeLimits.listedFiles)?.map(parseSessionFile) ?? [null];
      const omitted = fields.count('omitted');
      return omitted === null || !isWhole(files) ? null : { type: 'listing', files, omitted };
    }
    case 'content': {
      const [size, length] = [fields.count('size'), fields.count('length')];
      return size === null || length === null ? null : { type: 'content', size, length };
    }
    case 'done':
      return { type: 'done' };
    default: {
      const reason = fields.text('reason', mostLong);
      return reason === null ? null : { type: 'failed', reason };
    }
  }
}

function parseSessionFile(fields: MessageFields): SessionFile | null {
  const [path, size] = [fields.get('path'), fields.count('size')];
  return typeof path !== 'string' || size === null ? null : { path, size };
}

const isWhole = <T>(items: readonly (T | null)[]): items is readonly T[] => !items.includes(null);
