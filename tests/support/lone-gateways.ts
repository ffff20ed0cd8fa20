// Gateways of one run each, to be killed while a program of theirs has left a daemon in its sandbox.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { after } from 'node:test';
import { packageRoot } from '../../src/host/package-root.js';
import type { BackendName } from '../../src/core/backend-names.js';

/** Says that it is there when a daemon is too, which has left its session and its parents. */
export const daemons = `
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() != 0: os._exit(0)
    while True: time.sleep(3600)
os.wait()
print("there", flush=True)
while True: time.sleep(3600)
`;

/** Called where the tests of a suite begin. @returns how to start one; what is still there after the last test is killed */
export function useLoneGateways(backend: BackendName): () => ChildProcess {
  const started: ChildProcess[] = [];
  after(() => {
    for (const gateway of started) gateway.kill('SIGKILL');
  });
  return () => {
    const file = join(packageRoot(), 'dist-test/tests/support/lone-gateway.js');
    const gateway = spawn(process.execPath, [file, backend], { stdio: ['pipe', 'pipe', 'inherit'] });
    started.push(gateway);
    gateway.stdin.end(daemons);
    return gateway;
  };
}
