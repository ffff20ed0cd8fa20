// A baseline: loads Pyodide in this process, runs one program and ends. No boundary: the program can reach Node.js.
//   node dist/bench/participants/pyodide-run.js PATH-OF-PYODIDE PROGRAM
import { pathToFileURL } from 'node:url';

interface PyodideModule {
  readonly loadPyodide: () => Promise<{ runPython(code: string): unknown }>;
}

const [path = '', program = ''] = process.argv.slice(2);
const loaded = (await import(pathToFileURL(path).href)) as Partial<PyodideModule> & {
  readonly default?: PyodideModule;
};
const load = loaded.loadPyodide ?? loaded.default?.loadPyodide;
if (load === undefined) throw new Error(`${path} is no Pyodide`);
(await load()).runPython(program);
