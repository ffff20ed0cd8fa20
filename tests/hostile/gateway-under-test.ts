// How tests start the gateway that attacks are made on: the one that was compiled with them.
import { join } from 'node:path';
import { packageRoot } from '../../src/host/package-root.js';

export const gatewayProgram = (): string => join(packageRoot(), 'dist-test/src/verify/gateway-process.js');

export function gatewayEnvironment(): Record<string, string> {
  const wanted = ['PATH', 'HOME', 'TMPDIR', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'];
  return Object.fromEntries(
    wanted.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
