// The host that the proxy leads to: a server of HTTP on loopback that answers with as many bytes as its path says.
//   node dist/bench/egress/origin.js
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
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

const server = createServer((request, response) => {
  answer(response, Number(request.url?.slice(1)));
});
untilStdinEnds(() => process.exit());
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address() as AddressInfo;
process.stdout.write(`${JSON.stringify({ urls: [`http://127.0.0.1:${port}/`] })}\n`);
