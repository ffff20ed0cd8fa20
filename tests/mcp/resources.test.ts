// What is too large for a message is read in parts, by the client that it belongs to, in both eras of the protocol; and goes
// into another run without passing through the client.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { eras, openClient, type ServedClient, withClient } from '../support/mcp-client.js';

const MiB = 1024 * 1024;

interface Part {
  readonly bytes: Buffer;
  readonly size: number;
  readonly next: string | null;
}

async function readPart({ client }: ServedClient, uri: string): Promise<Part> {
  const { contents } = await client.readResource({ uri });
  const [content] = contents;
  assert.ok(content !== undefined && contents.length === 1);
  const bytes = 'text' in content ? Buffer.from(content.text) : Buffer.from(content.blob, 'base64');
  const told = content._meta?.['isolated-pymcp/part'] as Omit<Part, 'bytes'>;
  return { bytes, size: told.size, next: told.next };
}

async function readAll(served: ServedClient, uri: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let next: string | null = uri; next !== null;) {
    const part = await readPart(served, next);
    assert.ok(part.bytes.length <= MiB);
    parts.push(part.bytes);
    next = part.next;
  }
  return Buffer.concat(parts);
}

/** The links of a result, by name. */
async function linksOf(served: ServedClient, code: string, more = {}): Promise<Map<string, string>> {
  const { raw, structured, text } = await served.run(code, more);
  assert.equal(structured.status, 'completed', text);
  const links = raw.content.flatMap((block) => (block.type === 'resource_link' ? [block] : []));
  for (const { name, uri, size } of links) {
    const file = structured.files.find(({ path }) => path === name);
    assert.deepEqual([file?.delivery, file?.uri, file?.size], ['link', uri, size]);
    assert.ok(text.includes(uri));
  }
  return new Map(links.map(({ name, uri }) => [name, uri]));
}

function uriOf(links: ReadonlyMap<string, string>, name: string): string {
  const uri = links.get(name);
  assert.ok(uri !== undefined, [...links.keys()].join());
  return uri;
}

const writeLarge = `
import hashlib, random
data = random.randbytes(5 * 1024 * 1024 + 3)
with open('large.bin', 'wb') as file: file.write(data)
with open('é text.csv', 'w') as file: file.write('é,日\\n' * 300_000)
hashlib.sha256(data).hexdigest()`;

for (const era of eras) {
  describe(`resources, protocol ${era}`, () => {
    let served: ServedClient;
    before(async () => {
      served = await openClient(era);
    });
    after(async () => {
      await served.close();
    });

    it('of a result are read in parts that make the whole', async () => {
      const { structured } = await served.run(writeLarge);
      const uri = structured.files.find(({ path }) => path === 'large.bin')?.uri;
      const text = structured.files.find(({ path }) => path === 'é text.csv')?.uri;
      assert.ok(uri !== undefined && text !== undefined);
      const bytes = await readAll(served, uri);
      assert.equal(`'${createHash('sha256').update(bytes).digest('hex')}'`, structured.value);
      assert.equal((await readAll(served, text)).toString(), 'é,日\n'.repeat(300_000));
      const part = await readPart(served, `${uri}?offset=${5 * MiB}&length=3`);
      assert.deepEqual([part.bytes, part.size], [bytes.subarray(5 * MiB), 5 * MiB + 3]);
    });

    it('of a session are read while it is idle, and listed with those of results', async () => {
      const { fields } = await served.call('create_session');
      const { session_id: id } = fields['session'] as { session_id: string };
      const links = await linksOf(
        served,
        "open('d.txt', 'w').write('small')\nopen('big', 'wb').write(bytes(600_000))",
        { session_id: id },
      );
      const inSession = `pymcp://sessions/${id}/d.txt`;
      assert.equal((await readAll(served, inSession)).toString(), 'small');
      assert.equal((await readAll(served, `pymcp://sessions/${id}/big`)).length, 600_000);
      const { resources } = await served.client.listResources();
      const uris = resources.map(({ uri }) => uri);
      for (const uri of [inSession, `pymcp://sessions/${id}/big`, uriOf(links, 'big')])
        assert.ok(uris.includes(uri), uris.join('\n'));
      await served.call('close_session', { session_id: id });
      await assert.rejects(readPart(served, inSession), /session/);
    });

    it('go into another run by their address', async () => {
      const links = await linksOf(served, "open('data', 'wb').write(bytes(range(256)) * 20_000)");
      const { fields } = await served.call('create_session');
      const { session_id: id } = fields['session'] as { session_id: string };
      await served.run("open('mine', 'wb').write(b'x' * 2_000_000)", { session_id: id });
      const files = [
        { path: 'in/data', uri: uriOf(links, 'data') },
        { path: 'in/mine', uri: `pymcp://sessions/${id}/mine` },
      ];
      const { structured, text } = await served.run(
        "open('in/data', 'rb').read() == bytes(range(256)) * 20_000, open('in/mine', 'rb').read() == b'x' * 2_000_000",
        { files },
      );
      assert.equal(structured.value, '(True, True)', text);
      const wrong = await served.run('1', { files: [{ path: 'a', uri: 'pymcp://results/0000/a' }] });
      assert.equal(wrong.structured.status, 'refused');
      const both = await served.run('1', { files: [{ path: 'a', uri: 'x', content: 'y' }] });
      assert.equal(both.structured.status, 'refused');
    });

    it('are told of by templates', async () => {
      const { resourceTemplates } = await served.client.listResourceTemplates();
      assert.deepEqual(
        resourceTemplates.map(({ uriTemplate }) => uriTemplate),
        [
          'pymcp://results/{result}/{+path}{?offset,length}',
          'pymcp://sessions/{session}/{+path}{?offset,length}',
          'pymcp://audit/records{?before}',
          'pymcp://analysis/{analysis}/{+path}{?offset,length}',
        ],
      );
    });

    it('of another client are not there', async () => {
      const links = await linksOf(served, "open('secret', 'wb').write(b'secret' * 200_000)");
      const uri = uriOf(links, 'secret');
      await withClient(era, [], async (other) => {
        await assert.rejects(readPart(other, uri), /there is no such file/);
        const { structured } = await other.run('1', { files: [{ path: 'a', uri }] });
        assert.equal(structured.status, 'refused');
        const { resources } = await other.client.listResources();
        assert.deepEqual(
          resources.map(({ uri: known }) => known),
          ['pymcp://audit/records'],
        );
      });
      assert.equal((await readPart(served, uri)).size, 1_200_000);
    });

    it('that are none are errors with a word of help', async () => {
      for (const uri of ['file:///etc/passwd', 'pymcp://results/x/../../etc/passwd', 'pymcp://other/a/b'])
        await assert.rejects(served.client.readResource({ uri }), /resources\/list/);
    });
  });

  describe(`a table, protocol ${era}`, () => {
    it('comes as text for the model and as HTML for the person', async () => {
      await withClient(era, [], async (served) => {
        const code = 'import pandas\npandas.DataFrame({"a": [1, 2], "b": ["<x>", "y"]})';
        const { raw, structured, text } = await served.run(code, { timeout_s: 90 });
        assert.equal(structured.status, 'completed', text);
        assert.match(structured.value ?? '', /a\s+b\n0\s+1\s+<x>/);
        const [page, ...more] = raw.content.flatMap((block) =>
          block.type === 'resource' ? [block.resource] : [],
        );
        assert.equal(more.length, 0);
        assert.ok(page !== undefined && 'text' in page);
        assert.equal(page.mimeType, 'text/html');
        assert.match(page.text, /<table[^]*&lt;x&gt;/);
      });
    });
  });
}

alsoAsOrdinaryUser(import.meta.url);
