import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import { mostArtifactBytes, readArtifact } from './read-artifact.js';

describe('readArtifact', () => {
  it('reads the one file, stored or packed', () => {
    for (const level of [0, 9] as const)
      assert.equal(readArtifact(zipSync({ 'sealed.json': strToU8('{"é":1}') }, { level })), '{"é":1}');
  });

  it('takes nothing that is not exactly that', () => {
    const text = strToU8('{}');
    const fine = zipSync({ 'sealed.json': text });
    const strange: Readonly<Record<string, Uint8Array>> = {
      nothing: new Uint8Array(),
      'no zip': strToU8('no zip at all'),
      'no entry': zipSync({}),
      'another name': zipSync({ 'other.json': text }),
      'a name that leads out': zipSync({ '../sealed.json': text }),
      'more entries': zipSync({ 'sealed.json': text, more: text }),
      'more entries before it': zipSync({ more: text, 'sealed.json': text }),
      'half of it': fine.subarray(0, fine.length / 2),
      'a bomb': zipSync({ 'sealed.json': new Uint8Array(mostArtifactBytes + 1) }),
      'no UTF-8': zipSync({ 'sealed.json': Uint8Array.of(0xff, 0xfe) }),
    };
    for (const [what, bytes] of Object.entries(strange)) assert.equal(readArtifact(bytes), null, what);
  });

  it('has room for as much as the zip says, and for no more', () => {
    const bomb = zipSync({ 'sealed.json': new Uint8Array(mostArtifactBytes * 2) });
    // The size, in the directory at the end and before the entry, is a lie.
    const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength);
    for (let at = 0; at + 4 <= bomb.length; at += 1)
      if (view.getUint32(at, true) === mostArtifactBytes * 2) view.setUint32(at, 10, true);
    const before = process.memoryUsage().arrayBuffers;
    const read = readArtifact(bomb);
    assert.ok(read === null || read.length <= 10);
    assert.ok(process.memoryUsage().arrayBuffers - before < mostArtifactBytes);
  });
});
