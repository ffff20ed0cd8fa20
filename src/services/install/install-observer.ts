// What an installation tells of itself while it is under way.

export type InstallStep = 'waiting' | 'downloading' | 'copying' | 'checking' | 'unpacking' | 'placing';

export interface InstallObserver {
  readonly onStep: (step: InstallStep) => void;
  /** Of the archive, bytes that are there out of all. */
  readonly onBytes: (done: number, all: number) => void;
  /** Of each entry that is unpacked. */
  readonly onEntry: (path: string) => void;
}
