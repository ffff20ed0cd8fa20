// Every baseline's full arguments, for the report: whoever doubts a ratio can run them.
import type { Arena } from './arena.js';
import { programs, toBubblewrapRun, toPlainPython } from './baselines.js';

export function listBaselines({
  bubblewrap,
  installation,
  scratch,
}: Arena): Readonly<Record<string, readonly string[]>> {
  const { pass, importPackages } = programs;
  return {
    'python3 -I -c pass': toPlainPython(installation, pass),
    'python3 imports packages': toPlainPython(installation, importPackages),
    'bwrap, pass': toBubblewrapRun(bubblewrap, installation, pass),
    'bwrap, imports packages': toBubblewrapRun(bubblewrap, installation, importPackages, scratch),
  };
}
