// Who has an account on this machine (passwd(5)). Accounts of a directory service are not listed there.
import { homedir } from 'node:os';
import { readKernelFile } from './files.js';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly home: string;
}

export function listAccounts(): readonly Account[] {
  return (readKernelFile('/etc/passwd') ?? '').split('\n').flatMap((line) => {
    const [name = '', , uid = '', , , home = ''] = line.split(':');
    return name === '' ? [] : [{ name, uid: Number(uid), home }];
  });
}

/** Absolute paths as written: of every account, of root, and of whoever started this process. */
export function listHomes(): readonly string[] {
  const homes = ['/root', homedir(), ...listAccounts().map(({ home }) => home)];
  return [...new Set(homes.filter((home) => home.startsWith('/') && home !== '/'))];
}
