// What a bad index does in place of its answer.
import type { Instead } from '../package-index.js';

/** Takes the request, and says nothing. */
export const hang: Instead = () => undefined;

/** Says nothing after the headers. */
export const hangAfterHead: Instead = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': 100_000 });
  response.flushHeaders();
};

/** A byte now and then, for ever. */
export const drip =
  (bytes: Buffer, everyMs: number): Instead =>
  (_request, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    let at = 0;
    const timer = setInterval(() => {
      response.write(bytes.subarray(at, at + 1));
      at += 1;
    }, everyMs);
    response.once('close', () => {
      clearInterval(timer);
    });
  };

/** The first bytes, and the end of the connection where more were announced. */
export const cutAfter =
  (bytes: Buffer, count: number): Instead =>
  (_request, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, count), () => response.destroy());
  };

/** Other bytes, with a length that is theirs. */
export const give =
  (bytes: Buffer | string, type = 'application/octet-stream'): Instead =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': type }).end(bytes);
  };

export const redirectTo =
  (location: string): Instead =>
  (_request, response) => {
    response.writeHead(302, { location }).end();
  };

export const fail =
  (status: number): Instead =>
  (_request, response) => {
    response.writeHead(status).end('no');
  };

/** Bytes without end. */
export const endless: Instead = (_request, response) => {
  const piece = Buffer.alloc(65_536, 'x');
  response.writeHead(200, { 'content-type': 'text/html' });
  const write = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', write);
  write();
};
