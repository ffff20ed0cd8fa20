// An installation in a process of its own, which can be told to die by SIGKILL at any step. Started by tests:
// folder, server, certificate, what is installed, and the step at which it dies (0: never).
import { readFileSync } from 'node:fs';
import { ComponentFolder } from '../../src/host/component-folder.js';
import { PymcpError } from '../../src/core/errors.js';
import { install, pin } from './stage.js';

const [path = '', url = '', ca = '', archive = '', last = '0'] = process.argv.slice(2);

let steps = 0;
/** Says where it is before it dies there. */
const step = (what: string): void => {
  steps += 1;
  process.stdout.write(`${what}\n`);
  if (steps === Number(last)) process.kill(process.pid, 'SIGKILL');
};

const pinned = pin(readFileSync(archive), { url, hosts: [new URL(url).host] });
try {
  const observer = {
    onStep: step,
    // Into how many parts the network cuts an archive is not the same each time.
    onBytes: (done: number, all: number) => {
      if (done === all) step('all bytes');
    },
    onEntry: step,
  };
  const options = { ca: readFileSync(ca, 'utf8'), observer };
  const { status } = await install({ folder: new ComponentFolder(path) }, pinned, options);
  process.stdout.write(`${status}\n`);
} catch (error) {
  process.stdout.write(`${error instanceof PymcpError ? error.code : String(error)}\n`);
  process.exitCode = 1;
}
