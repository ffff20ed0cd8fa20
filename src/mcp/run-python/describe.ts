// What the model reads before it calls run_python. Claude Code cuts descriptions at 2 KB (FACTS §3).
import type { PythonFacts } from '../../services/python/discover-python.js';
import type { NamedEnvironment } from '../../execution/environments.js';
import type { PythonService } from '../../services/python/python-service.js';
import { describeNetwork } from './describe-network.js';

/** Of those that the user has made. */
const mostMadeCharacters = 200;

type Setting = Pick<PythonService, 'limits' | 'workspaceAccess' | 'network' | 'environment' | 'environments'>;

export function describeRunPython(setting: Setting, facts: PythonFacts | null): string {
  const { limits, workspaceAccess } = setting;
  return [
    'Runs Python in a sealed sandbox and returns stdout, stderr, the value of the last expression and figures. Use it to ' +
      'calculate, analyse data, try code out and draw plots.',
    describePython(facts),
    'Stateless unless session_id is given: no variable, file, import or process of an earlier call is there, so put ' +
      'everything into one call. With the session_id of create_session variables, imports and files are kept between calls.',
    describeEnvironments(setting),
    `${describeNetwork(setting.network)}Nothing of the host is there: other programs cannot be started (subprocess can start ` +
      'sys.executable), input() is at its end.',
    describeWorkspace(workspaceAccess),
    'End with an expression to get its repr back, as in a notebook; await works at top level. matplotlib ' +
      'figures come back as images by themselves: do not save or show them.',
    `Limits: ${limits.wallMs / 1000} s (timeout_s sets another), ${toMegabytes(limits.memoryBytes)} of memory, ` +
      `${limits.cpus} processor, ${limits.pids} processes and threads, ${toMegabytes(limits.scratchBytes)} of scratch ` +
      'files. Of long output head and tail come back.',
    'status: completed, raised (uncaught exception, with traceback), limit, cancelled, lost (the process died) or refused ' +
      '(nothing was run); message and hint say what to do.',
  ].join('\n\n');
}

function describeEnvironments({ environment, environments }: Setting): string {
  const tell = ({ name, ready }: NamedEnvironment): string => `${name} (${ready})`;
  const builtIn = environments.filter(({ kind }) => kind === 'built-in').map(tell);
  const made = fit(environments.filter(({ kind }) => kind === 'made').map(tell));
  const own = made === '' ? '' : ` Of the user's, with these packages and no others: ${made}.`;
  return `env names what is loaded already, which saves the time to import it: ${builtIn.join(', ')}; ${environment} where left out.${own}`;
}

/** The first of them, and how many more there are: an env that is not known is refused with all names. */
function fit(texts: readonly string[]): string {
  const shown: string[] = [];
  for (const text of texts) {
    if ([...shown, text].join(', ').length > mostMadeCharacters) break;
    shown.push(text);
  }
  const rest = texts.length - shown.length;
  if (rest === 0) return shown.join(', ');
  return shown.length === 0 ? `${rest} environments` : `${shown.join(', ')} and ${rest} more`;
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
      return `The working folder is /home/mcp, a scratch folder that goes with the call or session: ${scratch}.`;
    case 'read-only':
      return (
        "The working folder is /workspace, a folder of the user's, to be read and not written; files with secrets cannot " +
        `be read. /home/mcp is a scratch folder that goes with the call or session: ${scratch}.`
      );
    case 'writable':
      return (
        "The working folder is /workspace, a folder of the user's: what the program writes there stays. Files with secrets " +
        'cannot be read, and what tools of the host act on (.git, editor settings) not written. /home/mcp is a scratch ' +
        `folder that goes with the call or session: ${scratch}.`
      );
  }
}

function toMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
