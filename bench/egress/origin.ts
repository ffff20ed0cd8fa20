// The host that the proxy leads to: a server of HTTP on loopback that answers with as many bytes as its path says; over TLS where it is
// given a certificate with its key.
//   node dist/bench/egress/origin.js [FILE]
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { untilStdinEnds } from '../http/until-stdin-ends.js';

const pieceBytes = 65_536;

function answer(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { 'content-length': bytes });
  const piece = Buffer.alloc(pieceBytes, 'x');
  let left = bytes;
  const write = (): void => {
    let isFree = true;
    while (left > 0 && isFree) {
      isFree = response.write(left >= pieceBytes ? piece : piece.subarray(0, left));
      left -= Math.min(left, pieceBytes);
    }
    if (left === 0) response.end();
  };
  response.on('drain', write);
  write();
}

const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
  answer(response, Number(request.url?.slice(1)));
};
const [file] = process.argv.slice(2);
const pem = file === undefined ? null : readFileSync(file, 'utf8');
const server = pem === null ? createServer(onRequest) : createTlsServer({ cert: pem, key: pem }, onRequest);
untilStdinEnds(() => process.exit());
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address() as AddressInfo;
process.stdout.write(`${JSON.stringify({ urls: [`http://127.0.0.1:${port}/`] })}\n`);
