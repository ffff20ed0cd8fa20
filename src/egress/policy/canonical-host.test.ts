// net.none: one reading of a host. Each way in which the lists of others were got round has its name here.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readAddress, readHost, readWireHost, showHost } from './canonical-host.js';

const runs = Number(process.env['FUZZ_FACTOR'] ?? '1') * 1000;

const textOf = (text: string): string => {
  const host = readHost(text);
  return host.kind === 'refused' ? `refused: ${host.why}` : host.text;
};

function assertRefused(texts: readonly string[], why: RegExp): void {
  for (const text of texts)
    assert.match(textOf(text), new RegExp(`^refused: .*${why.source}`), JSON.stringify(text));
}

describe('a host has one reading (net.none)', () => {
  it('in lower case, without the dot at its end', () => {
    for (const text of ['example.org', 'EXAMPLE.org', 'example.ORG.', 'Example.Org.'])
      assert.equal(textOf(text), 'example.org');
    assert.equal(textOf('a_b.example-1.org'), 'a_b.example-1.org');
    assertRefused(['example.org..', '.', '..', 'a..b', '.example.org'], /empty part/);
  });

  it('foreign letters and their encoding are the same', () => {
    assert.equal(textOf('bücher.example'), 'xn--bcher-kva.example');
    assert.equal(textOf('BÜCHER.example'), 'xn--bcher-kva.example');
    assert.equal(textOf('XN--Bcher-kva.example'), 'xn--bcher-kva.example');
    assert.equal(textOf('日本.jp'), 'xn--wgv71a.jp');
    assert.equal(textOf('пример.example'), 'xn--e1afmkfd.example');
  });

  it('on the wire they have their encoding', () => {
    assert.equal(readWireHost('bücher.example').kind, 'refused');
    assert.equal(readWireHost('xn--bcher-kva.example').kind, 'name');
    // As node:http and SOCKS hand over the bytes of UTF-8.
    assert.equal(readWireHost(Buffer.from('bücher.example').toString('latin1')).kind, 'refused');
  });

  it('host\\0evil', () => {
    assertRefused(
      ['example.org\0evil.org', 'evil.org\0.example.org', '\0example.org', 'example.org\0'],
      /NUL/,
    );
  });

  it('control characters, line breaks, spaces', () => {
    assertRefused(
      ['example.org\r\nHost: evil.org', 'example.org\n', '\texample.org', 'exam\x7fple.org'],
      /control/,
    );
    assertRefused(['example.org ', ' example.org', 'example\u00a0.org', 'example.org\u3000'], /space/);
    assertRefused(
      ['exa\u200bmple.org', 'exa\u00admple.org', '\u202egro.elpmaxe', 'a\ufeff.org', '\ud800.org'],
      /invisible/,
    );
  });

  it('userinfo', () => {
    assertRefused(
      ['example.org@evil.org', 'user:password@evil.org', '@evil.org', 'example.org\\@evil.org'],
      /user name|more than/,
    );
  });

  it('percent-encoding', () => {
    assertRefused(
      ['example%2eorg', 'ex%61mple.org', '%00', 'example.org%00.evil.org', '[fe80::1%25eth0]'],
      /percent/,
    );
  });

  it('more than a host', () => {
    assertRefused(
      ['example.org/evil', 'example.org?x', 'example.org#x', 'evil.org\\example.org'],
      /more than a host/,
    );
    assertRefused(['example.org:443', 'example.org:', ':443', 'a]b'], /colon or bracket/);
    assertRefused(
      ['*.example.org', 'a,b.org', "a'b.org", 'a"b', 'a{b', 'a+b.org', '$x', 'a~b', 'a!b'],
      /characters/,
    );
    assertRefused(['', 'a'.repeat(400)], /empty|too long/);
  });

  it('letters that stand for others', () => {
    // Full-width letters and digits, ligatures, sharp s in capitals, the sign for kelvin.
    assertRefused(['ｅxample.org', '１２７.0.0.1', 'ﬁle.org', '\u212aelvin.example'], /stand for others/);
    // Releases of Node.js differ in whether it is a letter of its own; it is not two others in any.
    assert.notEqual(textOf('ẞ.de'), 'ss.de');
    // Circled letters, ideographic full stops.
    assertRefused(['ⓔxample.org', 'example。org', 'example．org', 'example｡org'], /characters|stand for/);
  });

  it('names that mix scripts to pass for others', () => {
    // The first letter is Cyrillic, or the third Greek.
    for (const text of ['аpple.com', 'xn--pple-43d.com', 'goοgle.com', 'pаypal.example'])
      assertRefused([text], /mixes scripts/);
    assert.equal(textOf('東京tower.example').startsWith('xn--'), true);
  });

  it('encodings that decode to nothing, or to something else', () => {
    assertRefused(['xn--.org', 'xn--a.org', 'xn--example-.org', 'a.xn--0.org'], /encoding|characters/);
    assertRefused(['-a.org', 'a-.org', `${'a'.repeat(64)}.org`], /part/);
    assertRefused([Array.from({ length: 130 }, () => 'a').join('.')], /too long/);
  });

  it('IPv4 addresses in odd spellings', () => {
    assert.deepEqual(readHost('93.184.216.34'), { kind: 'address', text: '93.184.216.34' });
    assertRefused(
      // prettier-ignore
      [
        '2130706433', '0x7f000001', '017700000001', '127.1', '127.0.1', '0177.0.0.1', '0x7f.0.0.1', '127.0.0.01', '127.0.0.1.', '127.0.0.256',
        '1.2.3', '1.2.3.4.5', '00.0.0.0', '0x7f.1', 'foo.0x4', 'a.1', '1e3.4', '0', '0x', 'example.0', '127.0.0.0x1',
      ],
      /spelling/,
    );
    // Its last part is no number to anybody.
    assert.equal(textOf('127.0.0.1e'), '127.0.0.1e');
  });

  it('IPv6 addresses, and the IPv4 addresses in them', () => {
    assert.equal(textOf('[2A00:0:0::0:1]'), '2a00::1');
    assert.equal(showHost({ kind: 'address', text: '2a00::1' }), '[2a00::1]');
    assertRefused(
      [
        '[::ffff:127.0.0.1]',
        '[::ffff:7f00:1]',
        '[::FFFF:7F00:1]',
        '[0:0:0:0:0:ffff:7f00:0001]',
        '[::127.0.0.1]',
        '[64:ff9b::127.0.0.1]',
      ],
      /IPv4 address in it/,
    );
    assertRefused(['[fe80::1%eth0]', '[fe80::1%25lo]'], /percent/);
    assertRefused(
      ['[]', '[::1', '[::1]x', '[1::2::3]', '[example.org]', '[127.0.0.1]', '[:::]', '[12345::]'],
      /no IPv6/,
    );
    assertRefused(['::1', '2a00::1'], /brackets/);
  });

  it('of addresses as a resolver gives them', () => {
    assert.deepEqual(readAddress('2A00::1'), { kind: 'address', text: '2a00::1' });
    for (const text of ['::ffff:1.2.3.4', 'fe80::1%lo', '127.1', '', 'localhost', '1.2.3.4 '])
      assert.equal(readAddress(text).kind, 'refused', text);
  });

  it('is its own reading, whatever comes in', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.domain(),
          fc.ipV4Extended(),
          fc.ipV6().map((a) => `[${a}]`),
        ),
        (text) => {
          const host = readHost(text);
          if (host.kind === 'refused') return;
          assert.deepEqual(readHost(showHost(host)), host);
          assert.match(host.text, /^[a-z0-9.:_-]+$/);
          assert.ok(!host.text.endsWith('.') && host.text !== '');
        },
      ),
      { numRuns: runs },
    );
  });

  it('is read by a browser as the same host, or not at all', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.domain(),
          fc.ipV4(),
          fc.string({ unit: fc.constantFrom(...Array.from('aZ09.-_x:@/\\%[]0１ａé')) }),
        ),
        (text) => {
          const host = readHost(text);
          if (host.kind === 'refused' || !URL.canParse(`http://${text}/`)) return;
          const { hostname } = new URL(`http://${text}/`);
          assert.equal(hostname.replace(/\.$/, ''), showHost(host), text);
        },
      ),
      { numRuns: runs },
    );
  });
});
