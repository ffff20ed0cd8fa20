// Controls: the same Python outside the jail, as a harmless unprivileged user, to prove that a test can fail.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { slow } from './time.js';

/** Somebody without any right, where we are root; else ourselves. */
export const bystander = process.getuid?.() === 0 ? { uid: 61_235, gid: 61_235 } : {};

const prelude = `
def answer(value):
    import json
    print("\\x1e" + json.dumps(value), flush=True)
`;

/** Runs Python without a jail. The code calls `answer(value)`. */
export async function askOutside<Answer>(
  code: string,
  options: {
    env?: Record<string, string>;
    identity?: { uid?: number; gid?: number };
    command?: string[];
  } = {},
): Promise<Answer> {
  const { env = {}, identity = bystander, command = [] } = options;
  const words = [...command, '/usr/bin/python3', '-I', '-'];
  const child = spawn(words[0] ?? '', words.slice(1), { ...identity, cwd: '/', env, timeout: slow(30_000) });
  child.stdin.on('error', () => undefined).end(prelude + code);
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  if (status !== 0) throw new Error(`the control ended with ${String(status)}: ${stderr}`);
  return JSON.parse(stdout.split('\x1e').at(-1) ?? '') as Answer;
}
