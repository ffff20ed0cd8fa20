import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CancellationFinder } from './start-pyright-input.js';

const toBytes = (message: object): Buffer => {
  const body = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
};
const cancel = (id: unknown): Buffer =>
  toBytes({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id } });
/** A text in which a cancellation is only written of. */
const long = toBytes({ method: 'textDocument/didOpen', text: cancel(9).toString().repeat(20) });

describe('CancellationFinder', () => {
  it('finds what is cancelled between messages of any length, however the bytes are cut', () => {
    const bytes = Buffer.concat([long, cancel(1), toBytes({ id: 2 }), long, cancel(3), cancel('x')]);
    for (const size of [1, 2, 7, 64, 300, bytes.length]) {
      const [finder, found] = [new CancellationFinder(), [] as number[]];
      for (let at = 0; at < bytes.length; at += size)
        found.push(...finder.push(bytes.subarray(at, at + size)));
      assert.deepEqual(found, [1, 3], String(size));
    }
  });

  it('finds nothing in what is no message', () => {
    assert.deepEqual(new CancellationFinder().push(Buffer.from('\r\n\r\n\r\n\r\n{"$/cancelRequest"')), []);
  });
});
