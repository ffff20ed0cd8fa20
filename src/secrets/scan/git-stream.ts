// What git prints, as it comes: a history does not fit in memory. cmd.noshell: an argument array.
import { PymcpError } from '../../core/errors.js';
import { findProgramOnPath } from '../../host/find-program-on-path.js';
import { spawnProcess } from '../../host/spawn-process.js';
import { gitEnvironment, harmless } from '../git-folder.js';

/** What git tells its hooks: which index is about to be committed. */
const hookVariables = ['GIT_INDEX_FILE', 'GIT_DIR', 'GIT_WORK_TREE'] as const;

/** @param input for its stdin @throws PymcpError `secret.scan-failed` where it does not end well */
export async function* streamGit(
  folder: string,
  args: readonly string[],
  input = '',
): AsyncGenerator<Buffer, void> {
  const file = await findProgramOnPath('git');
  if (file === null) throw failed('git is not installed', 'install git');
  const child = spawnProcess({
    file,
    args: ['-C', folder, ...harmless, ...args],
    env: { ...gitEnvironment(), ...hookEnvironment() },
    identity: null,
    inputs: [],
  });
  try {
    child.stdin.end(input);
    child.stderr.resume();
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) yield chunk;
    const end = await child.ended;
    if (end.kind !== 'exited' || end.code !== 0)
      throw failed(
        `git ${args[0] ?? ''} did not end well`,
        'run git status and git fsck here, and do what they say',
      );
  } finally {
    child.kill();
  }
}

/** All of it, cut at each NUL. */
export async function listGit(folder: string, args: readonly string[]): Promise<readonly string[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of streamGit(folder, args)) chunks.push(chunk);
  return Buffer.concat(chunks).toString().split('\0').slice(0, -1);
}

function hookEnvironment(): Record<string, string> {
  const found = hookVariables.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(found) as Record<string, string>;
}

const failed = (why: string, hint: string): PymcpError =>
  new PymcpError('secret.scan-failed', `nothing was looked through: ${why}`, hint);
