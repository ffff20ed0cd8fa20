// One process at a time for an open file: flock(2), which the kernel frees with its holder, however it ends. Node.js has no
// such call; flock(1) of util-linux takes it on the descriptor that it is given, and the lock belongs to the open file
// (flock(2), NOTES), so that it stays with us when that program has ended.
import { spawn } from 'node:child_process';
import { PymcpError } from '../core/errors.js';
import { findSystemProgram } from './find-program.js';

const heldStatus = 1;

/** False where another process has it. @throws PymcpError `host.program-missing`; Error where the kernel refuses */
export async function lockDescriptor(descriptor: number): Promise<boolean> {
  const program = await findSystemProgram('flock');
  if (program === null)
    throw new PymcpError(
      'host.program-missing',
      'there is no program flock, by which one process at a time writes a log',
      'install util-linux: apt-get install util-linux',
    );
  const status = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(program, ['-n', '3'], {
      stdio: ['ignore', 'ignore', 'ignore', descriptor],
      env: {},
      shell: false,
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (status === 0) return true;
  if (status === heldStatus) return false;
  throw new Error(`flock ended with status ${String(status)}`);
}
