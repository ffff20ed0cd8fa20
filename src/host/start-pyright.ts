// Run in the jail, by nobody else: starts the language server of the package pyright with its doors to other programs shut. It asks
// a Python for its search path and version; the answer is what the sandbox's own Python knew before it became this process.
// What holds it is the jail (no other program is there, and Landlock refuses execve); this is so that it need not fail.
import childProcess from 'node:child_process';
import { createRequire, syncBuiltinESMExports } from 'node:module';

interface JailedPython {
  readonly path: readonly string[];
  readonly prefix: string;
  readonly version: readonly (number | string)[];
}

const python = JSON.parse(process.env['PYMCP_PYTHON'] ?? '') as JailedPython;

function refuse(): never {
  throw Object.assign(new Error('no program can be started here'), { code: 'ENOENT', status: 127 });
}

/** Pyright runs `python -c CODE`, and knows two pieces of code. */
function answerAsPython(_file: string, args: readonly string[] = []): string {
  const code = args.at(-1) ?? '';
  if (code.includes('sys.version_info')) return JSON.stringify(python.version);
  if (code.includes('sys.prefix')) return JSON.stringify({ path: python.path, prefix: python.prefix });
  return refuse();
}

Object.assign(childProcess, {
  ...{ spawn: refuse, spawnSync: refuse, exec: refuse, execSync: refuse, execFile: refuse, fork: refuse },
  execFileSync: answerAsPython,
});
syncBuiltinESMExports();
createRequire(import.meta.url)('/srv/pyright/langserver.index.js');
