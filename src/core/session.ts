// A session: one sandbox that stays, and what a caller is told of it. Pure.
import type { EnvironmentName, SessionId } from './names.js';

export interface SessionView {
  readonly id: SessionId;
  readonly environment: EnvironmentName;
  readonly state: 'idle' | 'busy';
  /** The session that it is a copy of; null where it began empty. */
  readonly forkedFrom: SessionId | null;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  readonly lastUsedMs: number;
  /** When it is closed unless it is used before; null while it is busy. */
  readonly expiresMs: number | null;
  /** Calls that have ended. */
  readonly calls: number;
  /** What its control group is charged with now; null where there is none. */
  readonly memoryBytes: number | null;
}

/** A session that the gateway closed by itself, and why: a sentence without a period. */
export interface EndedSession {
  readonly id: SessionId;
  readonly reason: string;
}

/** What a call in a session says of it. */
export interface SessionState {
  readonly id: SessionId;
  /** Whether variables, files and processes are there for the next call. */
  readonly alive: boolean;
  /** Why it is gone; null while it lives. */
  readonly reason: string | null;
}

/** A regular file below a session's scratch folder; the guest's word. */
export interface SessionFile {
  readonly path: string;
  readonly size: number;
}

export interface SessionFileList {
  readonly files: readonly SessionFile[];
  /** Files that are not listed: too many, or with a name that could mislead. */
  readonly omitted: number;
}

export interface SessionFilePart {
  /** Of the whole file. */
  readonly size: number;
  readonly offset: number;
  readonly bytes: Buffer;
  /** How many bytes of the file these stand for, where a mask has made them fewer or more; the next part begins behind them. */
  readonly fileBytes?: number;
}
