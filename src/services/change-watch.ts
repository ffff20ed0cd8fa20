// Tells whoever watches that something stored has changed, also where another process has changed it. While somebody watches, the times
// of its files are looked at, and where they differ, a short description of what is stored.
import type { Caller } from '../core/caller.js';
import type { Change, StopWatching } from '../core/change.js';
import { doLater, nowMs } from '../host/clock.js';
import { ChangeFeed } from './change-feed.js';

/** Of files: differs where they have been written to. */
export interface Stamp {
  readonly text: string;
  /** When the last of them was written to; since 1970. */
  readonly changedMs: number;
}

export interface Watched {
  readonly stamp: () => Stamp | null;
  /** Differs where something else is stored; null where nothing can be read. */
  readonly describe: () => Promise<string | null>;
  /** What is told. */
  readonly change: Change;
}

const lookMs = 500;
/** File systems count time in steps: a second write may bear the time of the first. */
const stepMs = 50;

export class ChangeWatch {
  readonly #watched: Watched;
  readonly #feed: ChangeFeed;
  readonly #lookMs: number;
  #watchers = 0;
  /** One more with each first watcher: what was begun for those before ends by itself. */
  #round = 0;
  #stamp: string | null = null;
  /** `undefined`: not known yet, and nobody is told of it. */
  #known: string | null | undefined = undefined;
  #stop: () => void = () => undefined;

  constructor(watched: Watched, { feed = new ChangeFeed(), everyMs = lookMs } = {}) {
    this.#watched = watched;
    this.#feed = feed;
    this.#lookMs = everyMs;
  }

  watch(caller: Caller, onChange: (change: Change) => void): StopWatching {
    this.#watchers += 1;
    if (this.#watchers === 1) void this.#look(this.#round);
    const stop = this.#feed.watch(caller, onChange);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#watchers -= 1;
      if (this.#watchers === 0) this.close();
      stop();
    };
  }

  /** After a change of our own: at once. */
  tell(description: string): void {
    if (this.#watchers === 0 || description === this.#known) return;
    this.#known = description;
    this.#feed.tellAll(this.#watched.change);
  }

  close(): void {
    this.#round += 1;
    this.#stop();
    this.#stop = () => undefined;
    this.#known = undefined;
    this.#stamp = null;
  }

  async #look(round: number): Promise<void> {
    const stamp = this.#watched.stamp();
    if (stamp?.text !== this.#stamp || this.#known === undefined) {
      // Before what is read: what is written meanwhile is seen the next time.
      this.#stamp = stamp === null || nowMs() - stamp.changedMs < stepMs ? null : stamp.text;
      const description = await this.#watched.describe();
      if (round !== this.#round) return;
      if (this.#known === undefined) this.#known = description;
      else if (description !== null) this.tell(description);
    }
    this.#stop = doLater(this.#lookMs, () => {
      void this.#look(round);
    });
  }
}
