// What is too large for a message becomes the address of a resource; nothing is said to be where it is not.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContentBlock } from '@modelcontextprotocol/server';
import { resultOf } from '../../cli/result.test-support.js';
import type { Artifacts, OutputFile, StoredBytes } from '../../core/exchanged-file.js';
import { defaultLimits } from '../../core/limits.js';
import type { Shelf } from '../../services/python/result-store.js';
import { outputSchema, type StructuredResult } from './output-schema.js';
import { toToolResult } from './to-tool-result.js';

const MiB = 1024 * 1024;

/** Keeps what it is given under an address that is easy to read, while it has room. */
class FakeShelf implements Shelf {
  readonly kept = new Map<string, Buffer | StoredBytes>();
  room = Infinity;

  keep(path: string, bytes: Buffer | StoredBytes): string | null {
    if (this.kept.size >= this.room) return null;
    assert.ok(!this.kept.has(path));
    this.kept.set(path, bytes);
    return `pymcp://results/r/${path}`;
  }
}

const stored = (length: number): StoredBytes => ({
  length,
  isThere: true,
  read: () => Promise.reject(new Error('nobody reads it here')),
  drop: () => undefined,
});

const small = (path: string, bytes: Buffer): OutputFile => ({
  path,
  size: bytes.length,
  content: { kind: 'memory', bytes },
});
const large = (path: string, size: number): OutputFile => ({
  path,
  size,
  content: { kind: 'stored', bytes: stored(size) },
});

function render(
  artifacts: Partial<Artifacts>,
  shelf: Shelf | null = new FakeShelf(),
): { text: string; structured: StructuredResult; beside: readonly ContentBlock[]; length: number } {
  const result = { ...resultOf({ status: 'completed', exitCode: 0, value: null }), ...artifacts };
  const rendered = toToolResult({ kind: 'ran', result, limits: defaultLimits }, shelf);
  const [first, ...beside] = rendered.content;
  assert.ok(first?.type === 'text');
  const structured = outputSchema.parse(rendered.structuredContent);
  return { text: first.text, structured, beside, length: JSON.stringify(rendered).length };
}

const kinds = (blocks: readonly ContentBlock[]): unknown[] =>
  blocks.map((block) =>
    block.type === 'resource_link'
      ? [block.type, block.uri, block.name, block.mimeType, block.size]
      : block.type === 'resource'
        ? [block.type, block.resource.uri, block.resource.mimeType]
        : block.type,
  );

describe('files of a result', () => {
  it('that are large are links, with what a client needs to read them', () => {
    const { structured, beside, text } = render({ files: [large('d/big.csv', 50 * MiB)] });
    const uri = 'pymcp://results/r/d/big.csv';
    assert.deepEqual(structured.files, [
      { path: 'd/big.csv', size: 50 * MiB, delivery: 'link', content: null, uri },
    ]);
    assert.deepEqual(kinds(beside), [['resource_link', uri, 'd/big.csv', 'text/csv', 50 * MiB]]);
    assert.ok(text.includes(uri), text);
  });

  it('that are small but many are links once the message is full', () => {
    const files = Array.from({ length: 6 }, (_, number) => small(`f${number}`, Buffer.alloc(200_000)));
    const { structured } = render({ files });
    assert.deepEqual(
      structured.files.map(({ delivery }) => delivery),
      ['resource', 'resource', 'link', 'link', 'link', 'link'],
    );
  });

  it('that are texts are content, resource or link, whichever has room', () => {
    const text = Buffer.from('x'.repeat(30_000));
    const { structured } = render({ files: [small('a', text), small('b', text), large('c', MiB)] });
    assert.deepEqual(
      structured.files.map(({ delivery }) => delivery),
      ['content', 'resource', 'link'],
    );
  });

  it('are left out where nobody keeps them, and so they are told', () => {
    const full = new FakeShelf();
    full.room = 0;
    for (const shelf of [null, full]) {
      const { structured, beside, text } = render({ files: [large('a', MiB)] }, shelf);
      assert.deepEqual(structured.files, [
        { path: 'a', size: MiB, delivery: 'left out', content: null, why: 'is too large for this result' },
      ]);
      assert.deepEqual(beside, []);
      assert.match(text, /"a".*left out/);
    }
  });
});

describe('values as HTML', () => {
  it('stand beside the text for the person, under names that no file has', () => {
    const { beside } = render({
      html: ['<table>1</table>', '<table>2</table>'],
      files: [small('display-1.html', Buffer.from('mine'))],
    });
    assert.deepEqual(kinds(beside), [
      ['resource', 'sandbox:/home/mcp/display-2.html', 'text/html'],
      ['resource', 'sandbox:/home/mcp/display-3.html', 'text/html'],
    ]);
    for (const block of beside)
      assert.deepEqual('annotations' in block && block.annotations, { audience: ['user'] });
  });

  it('are counted where they are left out, by the guest or for want of room', () => {
    const { structured, text } = render({ html: ['x'.repeat(MiB)], htmlOmitted: 2 }, null);
    assert.equal(structured.html_omitted, 3);
    assert.match(text, /3 values as HTML were left out/);
  });

  it('are links where they are large, and never half of a character', () => {
    const shelf = new FakeShelf();
    const page = `<p>${'é'.repeat(400_000)}`;
    const { beside } = render({ html: [page, '<p>\ud800'] }, shelf);
    assert.deepEqual(kinds(beside), [
      ['resource_link', 'pymcp://results/r/display-1.html', 'display-1.html', 'text/html', 800_003],
      ['resource', 'sandbox:/home/mcp/display-2.html', 'text/html'],
    ]);
    assert.deepEqual(shelf.kept.get('display-1.html'), Buffer.from(page));
    assert.ok(JSON.stringify(beside).isWellFormed());
  });
});

describe('a message', () => {
  it('stays below ten megabytes, whatever came out', () => {
    const noise = '\u0001'.repeat(MiB);
    // As long as the channel takes them.
    const [short, long] = [noise.slice(0, 1024), noise.slice(0, 256 * 1024)];
    const stream = { text: long, bytes: MiB, truncated: true };
    const result = {
      images: Array.from({ length: 8 }, () => Buffer.alloc(MiB)),
      html: Array.from({ length: 8 }, () => noise),
      files: [
        ...Array.from({ length: 16 }, (_, number) => small(`s${number}`, Buffer.alloc(256 * 1024, 1))),
        ...Array.from({ length: 16 }, (_, number) => large(`${number}${'é'.repeat(400)}`, 60 * MiB)),
      ],
      stdout: stream,
      stderr: stream,
      outcome: {
        status: 'raised',
        error: { name: short, message: long, traceback: long },
      } as const,
    };
    assert.ok(render(result).length < 9_800_000, String(render(result).length));
  });
});
