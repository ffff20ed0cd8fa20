// What the model reads before it calls run_python. Claude Code cuts descriptions at 2 KB (FACTS §3).
import type { PythonFacts } from '../../services/python/discover-python.js';
import type { PythonService } from '../../services/python/python-service.js';

type Setting = Pick<PythonService, 'limits' | 'workspaceAccess'>;

export function describeRunPython({ limits, workspaceAccess }: Setting, facts: PythonFacts | null): string {
  return [
    'Runs a Python program in a sealed sandbox and returns its stdout, stderr, the value of its last expression and ' +
      'its figures. Use it to calculate, to analyse data, to try code out and to draw plots.',
    describePython(facts),
    'Every call starts afresh: no variable, file, import or process of an earlier call is there. Put everything the ' +
      'program needs into one call.',
    'There is no network and nothing of the host: packages cannot be installed, other programs cannot be started ' +
      '(subprocess can start sys.executable), input() is at its end.',
    describeWorkspace(workspaceAccess),
    'End the program with an expression to get its repr back, as in a notebook; print what else you want to see. ' +
      'Figures that matplotlib draws come back as images by themselves: do not save or show them.',
    `Limits: ${limits.wallMs / 1000} s (timeout_s sets another), ${toMegabytes(limits.memoryBytes)} of memory, ` +
      `${limits.cpus} processor, ${limits.pids} processes and threads, ${toMegabytes(limits.scratchBytes)} of scratch ` +
      'files. Of long output the head and the tail come back.',
    'status says how it ended: completed, raised (an uncaught exception, with its traceback), limit, cancelled, lost ' +
      '(the process died) or refused (nothing was run); message and hint say what happened and what to do.',
  ].join('\n\n');
}

function describePython(facts: PythonFacts | null): string {
  if (facts === null) return 'CPython with its standard library.';
  const packages = facts.packages.length === 0 ? '' : `, with ${facts.packages.join(', ')}`;
  return `CPython ${facts.version} with its standard library${packages}.`;
}

function describeWorkspace(access: Setting['workspaceAccess']): string {
  const scratch = 'files puts files into it, and files that the program leaves there come back';
  switch (access) {
    case 'none':
      return `The working folder is /home/mcp, a scratch folder that goes with the call: ${scratch}.`;
    case 'read-only':
      return (
        "The working folder is /workspace, a folder of the user's, to be read and not written; files with secrets in it " +
        `cannot be read. /home/mcp is a scratch folder that goes with the call: ${scratch}.`
      );
    case 'writable':
      return (
        "The working folder is /workspace, a folder of the user's: what the program writes there stays. Files with secrets " +
        'cannot be read, and what tools of the host act on (.git, editor settings) not written. /home/mcp is a scratch ' +
        `folder that goes with the call: ${scratch}.`
      );
  }
}

function toMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
