// net.none: host and port of a request are read once, and strictly.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readAuthority } from './read-authority.js';

describe('host:port', () => {
  it('is a host and a number', () => {
    assert.deepEqual(readAuthority('Example.org:8080', null), {
      kind: 'target',
      host: { kind: 'name', text: 'example.org' },
      port: 8080,
    });
    assert.deepEqual(readAuthority('[2A00::1]:443', null), {
      kind: 'target',
      host: { kind: 'address', text: '2a00::1' },
      port: 443,
    });
    const read = readAuthority('example.org', 80);
    assert.ok(read.kind === 'target' && read.port === 80);
  });

  it('and nothing else', () => {
    // prettier-ignore
    const texts = [
      '', ':443', 'example.org:', 'example.org:0', 'example.org:65536', 'example.org:0443', 'example.org:+443', 'example.org:443 ', 'example.org:4 43', 'example.org: 443',
      'example.org:0x1bb', 'example.org:44３', 'example.org:443:443', 'a@b:443', 'example.org:443@evil.org', 'example.org:443/x', '::1:443', '[::1]443', '[::1', 'example.org\0:443',
      'example.org:443\n', 'example.org:١', 'bücher.example:443', 'example.org',
    ];
    for (const text of texts) assert.equal(readAuthority(text, null).kind, 'refused', JSON.stringify(text));
  });
});
