// Somebody of the host who comes by a port of loopback again and again, and tells nobody anything: whoever listens there for the host
// would see him.
import { connect, createServer } from 'node:net';
import { once } from 'node:events';

export interface CanaryVisitor {
  readonly port: number;
  readonly close: () => void;
}

const everyMs = 100;

export async function openCanaryVisitor(): Promise<CanaryVisitor> {
  const port = await findFreePort();
  const timer = setInterval(() => {
    const visit = connect({ host: '127.0.0.1', port });
    visit.on('error', () => undefined).on('connect', () => visit.destroy());
  }, everyMs);
  timer.unref();
  return {
    port,
    close: () => {
      clearInterval(timer);
    },
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
