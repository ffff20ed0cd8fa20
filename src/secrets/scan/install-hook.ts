// A pre-commit hook that scans what is staged. One that is there is kept and runs first.
import { basename, join, relative, resolve } from 'node:path';
import { PymcpError } from '../../core/errors.js';
import { hasCode } from '../../host/errno.js';
import { inspectPath, mkdir, readRegularFile } from '../../host/files.js';
import { placeHook } from '../../host/place-hook.js';
import { runGit } from '../git-folder.js';

const mark = '# Made by `pymcp secrets scan --install-hook`.';
const keptName = 'pre-commit.before-pymcp';
const mostBytes = 1024 * 1024;

export interface InstalledHook {
  readonly path: string;
  readonly outcome: 'made' | 'made anew';
  /** Where the one that was there is now, which runs first. */
  readonly kept: string | null;
}

/** @param command what runs this program: absolute paths @throws PymcpError `secret.hook-refused` */
export async function installHook(
  top: string,
  gitFolder: string,
  command: readonly string[],
): Promise<InstalledHook> {
  const folder = await findHookFolder(top, gitFolder);
  const path = join(folder, 'pre-commit');
  await mkdir(folder, { recursive: true });
  const status = await inspectPath(path);
  const isOurs = status !== null && (await isMade(path));
  const kept = status === null || isOurs ? null : join(folder, keptName);
  try {
    await placeHook(path, render(command), kept);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    throw refuse(
      `both ${path} and ${keptName} are there`,
      `make one of the two, or run this in it: pymcp secrets scan --staged`,
    );
  }
  return { path, outcome: isOurs ? 'made anew' : 'made', kept };
}

/** The repository's own, or what the person's settings name. */
async function findHookFolder(top: string, gitFolder: string): Promise<string> {
  const configured = await runGit(top, ['config', '--null', '--get-all', '--type=path', 'core.hooksPath']);
  // The last one is ours, which keeps hooks from running (see git-folder.ts).
  const named = configured.stdout.split('\0').slice(0, -2).at(-1);
  if (named === undefined) return join(await findCommonFolder(top, gitFolder), 'hooks');
  const folder = resolve(top, named);
  const inside = relative(top, folder);
  if (!inside.startsWith('..') && !inside.startsWith('.git/'))
    throw refuse(
      `the hooks of this repository are files of it (core.hooksPath is ${named})`,
      `add a line to ${join(named, 'pre-commit')}: pymcp secrets scan --staged`,
    );
  throw refuse(
    `the hooks of this repository are those of all repositories (core.hooksPath is ${folder})`,
    `add a line to ${join(folder, 'pre-commit')}, or git config --local core.hooksPath .git/hooks`,
  );
}

/** Several worktrees have one folder of hooks. */
async function findCommonFolder(top: string, gitFolder: string): Promise<string> {
  const found = (await runGit(top, ['rev-parse', '--git-common-dir'])).stdout.trim();
  return found === '' ? gitFolder : resolve(top, found);
}

async function isMade(path: string): Promise<boolean> {
  const file = await readRegularFile(path, mostBytes).catch(() => null);
  return file?.kind === 'read' && file.bytes.includes(mark);
}

function render(command: readonly string[]): string {
  return [
    '#!/bin/sh',
    mark,
    '# Refuses a commit that has secrets in it. To be rid of it, remove this file.',
    `before="$(dirname "$0")/${basename(keptName)}"`,
    'if [ -x "$before" ]; then "$before" "$@" || exit $?; fi',
    `exec ${command.map(quote).join(' ')} secrets scan --staged`,
    '',
  ].join('\n');
}

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

const refuse = (why: string, hint: string): PymcpError => new PymcpError('secret.hook-refused', why, hint);
