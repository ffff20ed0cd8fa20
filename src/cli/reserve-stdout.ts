// Keeps stdout for the protocol: whatever else would write there, a library's warning or a forgotten console.log, goes
// to stderr. One stray line would break the client's connection.
import { Writable } from 'node:stream';

/** From now on only the stream that is returned reaches stdout. */
export function reserveStdout(): Writable {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  const reserved = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      write(chunk, done);
    },
  });
  stdout.on('error', (error: Error) => reserved.destroy(error));
  stdout.write = stderr.write.bind(stderr);
  return reserved;
}
