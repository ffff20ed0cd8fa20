// What the protocol's library alone costs over HTTP; bench/http/bare-server.ts is its other end.
import { join } from 'node:path';
import { packageRoot } from '#pymcp/host/package-root.js';
import type { Era } from '../http/tool-call.js';
import { type HttpServer, openHttpServer } from './http-server.js';
import { inheritedEnvironment } from './inherited-environment.js';

/** The caller closes it. */
export function openBareServer(era: Era): Promise<HttpServer> {
  const program = join(packageRoot(), 'dist/bench/http/bare-server.js');
  return openHttpServer({
    name: 'the bare SDK server',
    argv: [process.execPath, program, era],
    env: inheritedEnvironment(),
  });
}
