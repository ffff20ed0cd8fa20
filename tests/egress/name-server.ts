// A DNS server that says what the test wants (RFC 1035), for the resolver of the system to ask.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** IPv4 addresses of a name, asked for each question; undefined: there is no such name. */
export type Answers = (name: string) => readonly string[] | undefined;

const typeA = 1;
const noSuchName = 3;

export async function openNameServer(address: string, answers: Answers): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (question, { address: host, port }) => {
    socket.send(reply(question, answers), port, host);
  });
  socket.bind(53, address);
  await once(socket, 'listening');
  return socket;
}

function reply(question: Buffer, answers: Answers): Buffer {
  const end = question.indexOf(0, 12) + 5;
  const asked = question.subarray(12, end);
  const found = answers(nameOf(asked));
  const isA = question.readUInt16BE(end - 4) === typeA;
  const addresses = isA ? (found ?? []) : [];
  const head = Buffer.alloc(12);
  question.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180 | (found === undefined ? noSuchName : 0), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(addresses.length, 6);
  return Buffer.concat([head, asked, ...addresses.map(toRecord)]);
}

function nameOf(asked: Buffer): string {
  const parts: string[] = [];
  for (let at = 0; (asked[at] ?? 0) > 0; at += (asked[at] ?? 0) + 1)
    parts.push(asked.toString('latin1', at + 1, at + 1 + (asked[at] ?? 0)));
  return parts.join('.');
}

function toRecord(address: string): Buffer {
  const fixed = Buffer.from([0xc0, 12, 0, typeA, 0, 1, 0, 0, 0, 0, 0, 4]);
  return Buffer.concat([fixed, Buffer.from(address.split('.').map(Number))]);
}
