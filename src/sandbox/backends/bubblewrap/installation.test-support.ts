// A fixed Python, as Debian has it.
import type { Workspace, WorkspacePath } from '../../../core/workspace.js';
import type { PythonInstallation } from './python-installation.js';

export const debianPython: PythonInstallation = {
  interpreter: '/usr/bin/python3.11',
  loader: '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2',
  version: '3.11.2',
  binds: ['/usr/bin/python3.11', '/usr/lib/python3', '/usr/lib/python3.11', '/usr/lib/x86_64-linux-gnu'],
  links: { '/lib': 'usr/lib', '/lib64': 'usr/lib64', '/usr/bin/python3': '/usr/bin/python3.11' },
  etcLinks: { 'alternatives/libblas.so.3': '/usr/lib/x86_64-linux-gnu/blas/libblas.so.3' },
  siteFolders: [],
};

/** A workspace as src/execution/open-workspace.ts checks it; its inode needs more than the 53 bits of a number. */
export function workspaceOf(path: string, access: Workspace['access']): Workspace {
  return { path: path as WorkspacePath, access, owner: null, device: 2049n, inode: 18_014_398_509_481_985n };
}
