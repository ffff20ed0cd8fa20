// Proves: install.verified. An archive of an npm package is asked for at the registry of the machine, by https, and nowhere else.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import { locateArchive } from './locate-archive.js';

const locate = (url: string, registry: string | null) =>
  locateArchive({ url, hosts: [] }, () => Promise.resolve(registry));

describe('where an archive is asked for', () => {
  it('is its address, where it has one, whatever npm is set to', async () => {
    const archive = { url: 'https://example.org/a.tgz', hosts: ['example.org'] };
    const found = await locateArchive(archive, () => assert.fail('npm was asked'));
    assert.deepEqual([found.url.href, found.hosts], [archive.url, archive.hosts]);
  });

  for (const [name, registry, url] of [
    ['npm:made@1.0.0', 'https://example.org/', 'https://example.org/made/-/made-1.0.0.tgz'],
    ['npm:@of/made@1.0.0-rc.1', 'https://example.org', 'https://example.org/@of/made/-/made-1.0.0-rc.1.tgz'],
    ['npm:made@1.0.0', 'https://example.org:8443/npm', 'https://example.org:8443/npm/made/-/made-1.0.0.tgz'],
  ] as const)
    it(`is below the registry: ${url}`, async () => {
      const found = await locate(name, registry);
      assert.equal(found.url.href, url);
      assert.deepEqual(found.hosts, [new URL(registry).host]);
    });

  for (const registry of [
    null,
    '',
    'undefined',
    'http://example.org/',
    'file:///etc/passwd',
    'https://name:word@example.org/', // secretlint-disable-line
    'https://example.org/?a=b',
    'https://example.org/#a',
  ])
    it(`is nowhere with the registry ${String(registry)}`, async () => {
      await assert.rejects(
        locate('npm:made@1.0.0', registry),
        (error: unknown) => error instanceof PymcpError && error.code === 'install.no-registry',
      );
    });
});
