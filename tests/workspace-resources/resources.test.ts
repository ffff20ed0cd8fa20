// The files of the workspace as resources, by a real client over a real gateway: what they are, and what is none.
import assert from 'node:assert/strict';
import { linkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { eras, withClient } from '../support/mcp-client.js';
import { makeFolder } from '../support/workspace.js';

const template = 'pymcp://workspace/{+path}';

for (const era of eras)
  describe(`files of the workspace as resources, protocol ${era}`, () => {
    it('are listed, completed and read as text or blob, by whatever name', async () => {
      const folder = makeFolder({
        'a.py': 'x = 1\n',
        'src/é b.txt': 'grüße\n',
        '.gitignore': 'out\n',
        'out/o.txt': 'o',
      });
      writeFileSync(join(folder, 'raw.bin'), Buffer.from([0, 255, 1]));
      await withClient(era, ['--workspace', folder], async ({ client }) => {
        const { resources } = await client.listResources();
        const uris = resources.map(({ uri }) => uri).filter((uri) => uri.startsWith('pymcp://workspace/'));
        assert.deepEqual(uris, [
          'pymcp://workspace/.gitignore',
          'pymcp://workspace/a.py',
          'pymcp://workspace/raw.bin',
          'pymcp://workspace/src/%C3%A9%20b.txt',
        ]);
        const { resourceTemplates } = await client.listResourceTemplates();
        assert.ok(resourceTemplates.some(({ uriTemplate }) => uriTemplate === template));
        for (const [uri, mimeType, content] of [
          ['pymcp://workspace/a.py', 'text/x-python', 'x = 1\n'],
          ['pymcp://workspace/src/%C3%A9%20b.txt', 'text/plain', 'grüße\n'],
          ['pymcp://workspace/out/o.txt', 'text/plain', 'o'],
          ['pymcp://workspace/raw.bin', 'application/octet-stream', 'AP8B'],
        ] as const) {
          const [read] = (await client.readResource({ uri })).contents;
          assert.ok(read !== undefined);
          assert.deepEqual(
            [read.uri, read.mimeType, 'text' in read ? read.text : read.blob],
            [uri, mimeType, content],
          );
          assert.equal(read._meta?.['isolated-pymcp/untrusted'], true);
        }
        for (const [value, values] of [
          ['', ['.gitignore', 'a.py', 'out/', 'raw.bin', 'src/']],
          ['src/', ['src/é b.txt']],
          ['nowhere/', []],
          ['../', []],
        ] as const) {
          const ref = { type: 'ref/resource', uri: template } as const;
          const { completion } = await client.complete({ ref, argument: { name: 'path', value } });
          assert.deepEqual(completion.values, values);
        }
      });
    });

    it('are none where they are masked, lead out, are too large or are not there', async () => {
      const folder = makeFolder({ '.env': 'TOKEN=planted', 'a.py': '', 'sub/id_rsa': 'planted' });
      const outside = makeFolder({ 'o.txt': 'planted outside' });
      symlinkSync(join(outside, 'o.txt'), join(folder, 'link.txt'));
      linkSync(join(folder, '.env'), join(folder, 'other-name.txt'));
      writeFileSync(join(folder, 'large.txt'), 'x'.repeat(1024 * 1024 + 1));
      await withClient(era, ['--workspace', folder], async ({ client }) => {
        const { resources } = await client.listResources();
        const names = resources.map(({ uri }) => uri);
        for (const hidden of ['.env', 'sub/id_rsa', 'link.txt', 'other-name.txt'])
          assert.ok(!names.includes(`pymcp://workspace/${hidden}`), hidden);
        for (const path of [
          '.env',
          'sub/id_rsa',
          'link.txt',
          'other-name.txt',
          'large.txt',
          'missing.txt',
          'sub',
          '../o.txt',
          'sub/%2e%2e/%2e%2e/o.txt',
          '%2Fetc%2Fpasswd',
          '',
        ])
          await assert.rejects(client.readResource({ uri: `pymcp://workspace/${path}` }), (error: Error) => {
            assert.doesNotMatch(error.message, /planted/);
            return true;
          });
      });
    });
  });

describe('files of the workspace as resources', () => {
  it('are not there where there is no workspace, or the files service is not offered', async () => {
    const folder = makeFolder({ 'a.py': '' });
    for (const args of [[], ['--workspace', folder, '--services', 'python']])
      await withClient('2025-11-25', args, async ({ client }) => {
        const { resourceTemplates } = await client.listResourceTemplates();
        assert.ok(!resourceTemplates.some(({ uriTemplate }) => uriTemplate === template));
        await assert.rejects(client.readResource({ uri: 'pymcp://workspace/a.py' }), /no address/);
      });
  });
});

alsoAsOrdinaryUser(import.meta.url);
