// Proves: install.verified. What a manifest may not say, and that the one of this package can be used.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import { loadManifest, parseManifest } from './load-manifest.js';

const archive = {
  platform: 'any',
  url: 'https://example.org/a.tgz',
  hosts: ['example.org'],
  format: 'tar.gz',
  links: 'refuse',
  main: 'package/main.js',
  publisher: { kind: 'sha256sums', url: 'https://example.org/SHA256SUMS' },
  pin: { sha256: 'a'.repeat(64), bytes: 10, unpackedBytes: 100, entries: 3 },
};
const component = {
  name: 'one',
  version: '1.0',
  kind: 'engine',
  licence: 'MIT',
  summary: 'one',
  advisories: 'https://example.org/advisories',
  archives: [archive],
};
const withArchive = (changes: object): object => ({ ...component, archives: [{ ...archive, ...changes }] });
const parse = (...components: readonly object[]): unknown => parseManifest(JSON.stringify({ components }));

describe('the manifest of components', () => {
  it('is taken where it is whole', () => {
    parse(component, { ...withArchive({ pin: null }), name: 'two' });
    parse(withArchive({ url: 'npm:@of/made@1.0.0', hosts: [] }));
  });

  it('is refused where it says what it may not', () => {
    const wrong: readonly object[] = [
      withArchive({ url: 'http://example.org/a.tgz' }),
      withArchive({ url: 'https://elsewhere.org/a.tgz' }),
      withArchive({ url: 'https://user:word@example.org/a.tgz' }), // secretlint-disable-line
      withArchive({ url: 'https://example.org/a.tgz#x' }),
      withArchive({ hosts: [] }),
      withArchive({ url: 'npm:made@1.0.0' }),
      ...[
        'npm:made',
        'npm:@of@1.0',
        'npm:../x@1.0',
        'npm:a/b@1.0',
        'npm:made@1/../2',
        'npm:made@latest',
        'npm://x@1',
      ].map((url) => withArchive({ url, hosts: [] })),
      withArchive({ hosts: ['*'] }),
      withArchive({ main: '../main.js' }),
      withArchive({ main: '/main.js' }),
      withArchive({ format: 'zip' }),
      withArchive({ links: 'keep' }),
      withArchive({ platform: 'linux-mips' }),
      withArchive({ pin: { ...archive.pin, sha256: 'A'.repeat(64) } }),
      withArchive({ pin: { ...archive.pin, sha256: 'a'.repeat(63) } }),
      withArchive({ pin: { ...archive.pin, bytes: 0 } }),
      withArchive({ pin: { ...archive.pin, bytes: 2 ** 40 } }),
      withArchive({ pin: { ...archive.pin, unpackedBytes: 2 ** 40 } }),
      withArchive({ pin: { ...archive.pin, md5: 'x' } }),
      withArchive({ pin: undefined }),
      withArchive({ publisher: { kind: 'sha512', integrity: 'sha512-x' } }),
      { ...component, name: '../one' },
      { ...component, name: '' },
      { ...component, version: '1/../2' },
      { ...component, archives: [] },
      { ...component, archives: [archive, archive] },
      { ...component, surprise: 1 },
    ];
    for (const one of wrong) assert.throws(() => parse(one), isDamaged, JSON.stringify(one));
    assert.throws(() => parse(component, component), isDamaged);
    for (const text of ['', 'null', '[]', '{}', '{"components":{}}'])
      assert.throws(() => parseManifest(text), isDamaged, text);
  });

  it('of this package can be used, and what it has no checksum for is said to have none', async () => {
    const { components } = await loadManifest();
    const states = components.flatMap(({ name, archives }) =>
      archives.map(({ platform, pin }) => `${name} ${platform} ${pin === null ? 'unpinned' : 'pinned'}`),
    );
    assert.ok(states.includes('deno linux-x64 pinned'), states.join());
    assert.ok(states.includes('python linux-x64 unpinned'), states.join());
  });
});

function isDamaged(error: unknown): boolean {
  return error instanceof PymcpError && error.code === 'install.manifest-damaged';
}
