// Shows the versions and hashes that were found, asks, and writes them beside the requirements.
import { PymcpError } from '../../core/errors.js';
import { messageOf } from '../../core/message-of.js';
import { createFile, replaceFile } from '../../host/replace-file.js';
import { snapshotFile } from '../../host/snapshot-file.js';
import { askYes } from '../ask-yes.js';

export interface LockOptions {
  /** The requirements; the lock is this and `.lock`. */
  readonly requirements: string;
  readonly yes?: true;
  readonly json?: true;
}

const mostBytes = 16 * 1024 * 1024;

/** @throws PymcpError `environment.unconfirmed`, `output.not-saved` */
export async function acceptLock(lock: string, { requirements, yes, json }: LockOptions): Promise<void> {
  const path = `${requirements}.lock`;
  // With --json, stdout is for the result alone.
  (json === true ? process.stderr : process.stdout).write(lock);
  if (yes !== true) {
    const hint = `look at it, then add --yes to write it to ${path} and go on; or save it yourself and give that file`;
    if (!process.stdin.isTTY || !process.stderr.isTTY)
      throw new PymcpError(
        'environment.unconfirmed',
        'the requirements are not pinned, and there is no terminal to ask on',
        hint,
      );
    if (!(await askYes(`Write it to ${path} and go on? [y/N] `)))
      throw new PymcpError('environment.unconfirmed', 'nothing was made', hint);
  }
  try {
    const before = await snapshotFile(path, mostBytes);
    if (before.kind === 'refused') throw new Error(`it is ${before.why}`);
    if (before.kind === 'absent') await createFile(path, Buffer.from(lock), { mode: 0o644 });
    else await replaceFile(before, Buffer.from(lock));
  } catch (cause) {
    throw new PymcpError(
      'output.not-saved',
      `${path} could not be written: ${messageOf(cause)}`,
      'give requirements that stand in a folder that you can write to',
      { cause },
    );
  }
}
