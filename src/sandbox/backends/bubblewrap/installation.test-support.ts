// A fixed Python, as Debian has it.
import type { PythonInstallation } from './python-installation.js';

export const debianPython: PythonInstallation = {
  interpreter: '/usr/bin/python3.11',
  loader: '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2',
  version: '3.11.2',
  binds: ['/usr/bin/python3.11', '/usr/lib/python3', '/usr/lib/python3.11', '/usr/lib/x86_64-linux-gnu'],
  links: { '/lib': 'usr/lib', '/lib64': 'usr/lib64', '/usr/bin/python3': '/usr/bin/python3.11' },
  etcLinks: { 'alternatives/libblas.so.3': '/usr/lib/x86_64-linux-gnu/blas/libblas.so.3' },
};
