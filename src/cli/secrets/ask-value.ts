// secret.unlogged: takes a value from whoever types it, without showing it, or from stdin. Never from an argument: those stand in the
// list of processes and in the history of the shell.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { PymcpError } from '../../core/errors.js';
import { sleep } from '../../host/clock.js';

/** GitHub takes 48 KB. */
const mostBytes = 48 * 1024;
/** What is pasted comes at once. */
const pasteMs = 150;

/** @param what for the prompt @throws PymcpError `secret.not-given`, `secret.value-refused` */
export async function askValue(what: string): Promise<string> {
  const text = process.stdin.isTTY ? await prompt(what) : await readAll();
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw notGiven('nothing was given');
  return value;
}

async function prompt(what: string): Promise<string> {
  process.stderr.write(`${what} (not shown): `);
  // The terminal is in raw mode while readline reads, and what readline would show goes nowhere.
  const nowhere = new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  const lines: string[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      terminal.on('line', (line) => {
        lines.push(line);
        resolve();
      });
      terminal.once('SIGINT', () => {
        reject(notGiven('it was cancelled'));
      });
      terminal.once('close', () => {
        reject(notGiven('the terminal was closed'));
      });
    });
    await sleep(pasteMs);
    const [line = '', ...more] = lines;
    if (more.length > 0 || terminal.line !== '') throw severalLines();
    return line;
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

/** The rest is taken too: the shell would run it, and keep it in its history. */
const severalLines = (): PymcpError =>
  new PymcpError(
    'secret.value-refused',
    'more than one line was given at the prompt',
    'give a value of several lines on stdin: pymcp secrets set NAME <FILE',
  );

async function readAll(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostBytes)
      throw new PymcpError(
        'secret.value-refused',
        `the value has more than ${mostBytes} bytes`,
        'keep large secrets in a file outside the repository',
      );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new PymcpError('secret.value-refused', 'the value is not UTF-8', 'store it as base64');
  }
}

const notGiven = (why: string): PymcpError =>
  new PymcpError(
    'secret.not-given',
    `there is no value: ${why}`,
    'type it at the prompt, or give it on stdin: pymcp secrets set NAME <FILE',
  );
