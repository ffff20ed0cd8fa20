import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { whyNotContained } from '../../core/contained-path.js';
import { type Artifacts, exchangeLimits, noArtifacts } from '../../core/exchanged-file.js';
import { pngOf } from '../../core/png.test-support.js';
import { ArtifactCollector } from './artifact-collector.js';
import type { ArtifactMessage, Chunk } from './guest-message.js';

const file = (path: string, size: number): ArtifactMessage => ({
  type: 'file',
  path,
  size,
  content: 'follows',
});
const listed = (path: string, size: number): ArtifactMessage => ({
  type: 'file',
  path,
  size,
  content: 'left out',
});
const image = (size: number): ArtifactMessage => ({ type: 'image', size });
const html = (size: number): ArtifactMessage => ({ type: 'html', size });
const chunk = (bytes: Buffer | string): Chunk => ({ type: 'chunk', bytes: Buffer.from(bytes) });

/** What was collected, or why nothing more was taken. */
function collect(...messages: readonly (ArtifactMessage | Chunk)[]): Promise<Artifacts> | string | null {
  const collector = new ArtifactCollector(null);
  for (const message of messages) {
    const violation = collector.take(message);
    if (violation !== null) return violation;
  }
  return collector.close();
}

function violationIn(...messages: readonly (ArtifactMessage | Chunk)[]): string {
  const outcome = collect(...messages);
  assert.ok(typeof outcome === 'string', 'no violation');
  return outcome;
}

const { fileBytes, totalBytes, outputFiles, listedFiles, images, imageBytes, imagePixels } = exchangeLimits;

describe('ArtifactCollector', () => {
  it('puts files and images together, in order', async () => {
    const picture = pngOf(640, 480, 100);
    assert.deepEqual(
      await collect(
        image(100),
        chunk(picture.subarray(0, 7)),
        chunk(picture.subarray(7)),
        file('a.csv', 5),
        chunk('ab'),
        chunk('cde'),
        listed('big', 10 ** 12),
        file('data/empty', 0),
        html(9),
        chunk('<p>é'),
        chunk(Buffer.from([0xff, 0x3c, 0x2f, 0x70])),
        html(0),
        { type: 'omitted', files: 3, images: 2, html: 4 },
      ),
      {
        files: [
          { path: 'a.csv', size: 5, content: { kind: 'memory', bytes: Buffer.from('abcde') } },
          {
            path: 'big',
            size: 10 ** 12,
            content: { kind: 'left out', why: 'is more than comes out of a run' },
          },
          { path: 'data/empty', size: 0, content: { kind: 'memory', bytes: Buffer.alloc(0) } },
        ],
        filesOmitted: 3,
        images: [picture],
        imagesOmitted: 2,
        html: ['<p>é\uFFFD</p', ''],
        htmlOmitted: 4,
      },
    );
    assert.deepEqual(await collect(), noArtifacts);
  });

  it('refuses names that lead elsewhere (path.contained)', () => {
    for (const path of [
      '',
      '/etc/passwd',
      '../x',
      'a/../../x',
      'a\0',
      'a\nb',
      '.',
      'a//b',
      'a\\b',
      'x'.repeat(300),
    ]) {
      assert.match(violationIn(file(path, 1)), /^a file path /, JSON.stringify(path));
      assert.match(violationIn(listed(path, 1)), /^a file path /, JSON.stringify(path));
    }
  });

  it('refuses a file twice', () => {
    assert.match(violationIn(listed('a', 1), listed('a', 1)), /twice/);
    assert.match(violationIn(file('a', 0), listed('a', 1)), /twice/);
  });

  it('refuses chunks out of their order: unannounced, after the last, empty, too long', () => {
    assert.match(violationIn(chunk('a')), /not announced/);
    assert.match(violationIn(file('a', 1), chunk('a'), chunk('b')), /not announced/);
    assert.match(violationIn(file('a', 0), chunk('b')), /not announced/);
    assert.match(violationIn(listed('a', 1), chunk('b')), /not announced/);
    assert.match(violationIn(file('a', 1), chunk('')), /nothing/);
    assert.match(violationIn(file('a', 2), chunk('abc')), /more content/);
    assert.match(violationIn(file('a', 2), chunk('a'), chunk('bc')), /more content/);
  });

  it('refuses anything else while content is missing', () => {
    for (const message of [
      file('b', 1),
      listed('b', 1),
      image(50),
      { type: 'omitted', files: 0, images: 0, html: 0 } as const,
    ])
      assert.match(violationIn(file('a', 2), chunk('a'), message), /missing/);
    assert.equal(collect(file('a', 2), chunk('a')), null);
    assert.equal(collect(image(50)), null);
  });

  it('takes exactly as much as it says and holds no announcement beyond that', () => {
    const many = (
      count: number,
      of: (index: number) => (ArtifactMessage | Chunk)[],
    ): (ArtifactMessage | Chunk)[] => Array.from({ length: count }, (_, index) => of(index)).flat();
    const small = (index: number): (ArtifactMessage | Chunk)[] => [file(`f${index}`, 1), chunk('x')];
    assert.equal(typeof collect(...many(outputFiles, small)), 'object');
    assert.match(violationIn(...many(outputFiles + 1, small)), /more content of files/);
    const names = (index: number): ArtifactMessage[] => [listed(`f${index}`, 1)];
    assert.equal(typeof collect(...many(listedFiles, names)), 'object');
    assert.match(violationIn(...many(listedFiles + 1, names)), /too many files/);
    const large = [file('a', fileBytes), chunk(Buffer.alloc(fileBytes))];
    assert.equal(typeof collect(...large), 'object');
    assert.match(violationIn(file('a', fileBytes + 1)), /more content of files/);
    const half = [file('b', totalBytes - fileBytes), chunk(Buffer.alloc(totalBytes - fileBytes))];
    assert.match(violationIn(...large, ...half, file('c', 1)), /more content of files/);
    assert.match(violationIn(file('a', Number.MAX_SAFE_INTEGER)), /more content of files/);
    assert.match(violationIn(image(imageBytes + 1)), /too large/);
    assert.match(
      violationIn(
        { type: 'omitted', files: 1, images: 0, html: 0 },
        { type: 'omitted', files: 1, images: 0, html: 0 },
      ),
      /twice/,
    );
  });

  it('takes images that are PNG within the caps of clients, and so many', () => {
    const shown = (bytes: Buffer): (ArtifactMessage | Chunk)[] => [image(bytes.length), chunk(bytes)];
    const good = shown(pngOf(imagePixels, imagePixels));
    assert.equal(typeof collect(...Array.from({ length: images }, () => good).flat()), 'object');
    assert.match(violationIn(...Array.from({ length: images + 1 }, () => good).flat()), /too many images/);
    for (const [width, height] of [
      [imagePixels + 1, 1],
      [1, imagePixels + 1],
      [0xffffffff, 1],
    ] as const)
      assert.match(violationIn(...shown(pngOf(width, height))), /too large/);
    for (const bytes of [
      Buffer.from('<svg/>'),
      Buffer.alloc(100),
      Buffer.concat([pngOf(1, 1), Buffer.from('x')]),
      pngOf(0, 1),
    ])
      assert.match(violationIn(...shown(bytes)), /no PNG/);
    assert.match(violationIn(image(0)), /no PNG/);
  });

  it('takes so many values as HTML, each so large', () => {
    const many = (count: number): ArtifactMessage[] => Array.from({ length: count }, () => html(0));
    assert.equal(typeof collect(...many(exchangeLimits.html)), 'object');
    assert.match(violationIn(...many(exchangeLimits.html + 1)), /too many values/);
    assert.match(violationIn(html(exchangeLimits.htmlBytes + 1)), /too large a value/);
    assert.match(violationIn(html(3), html(3)), /missing/);
  });

  it('holds within its bounds whatever is said', async () => {
    const sizes = fc.oneof(fc.nat({ max: 4 }), fc.constantFrom(fileBytes, fileBytes + 1, imageBytes + 1));
    const message = fc.oneof(
      fc.record({
        type: fc.constant('file' as const),
        path: fc.constantFrom('a', 'b', '../c', 'd/e'),
        size: sizes,
        content: fc.constantFrom('follows' as const, 'left out' as const),
      }),
      fc.record({ type: fc.constantFrom('image' as const, 'html' as const), size: sizes }),
      fc.record({
        type: fc.constant('chunk' as const),
        bytes: fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
      }),
      fc.record({ type: fc.constant('omitted' as const), files: fc.nat(), images: fc.nat(), html: fc.nat() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 12 }), async (messages) => {
        const collected = await collect(...messages);
        if (collected === null || typeof collected === 'string') return;
        for (const { path, size, content } of collected.files) {
          assert.equal(whyNotContained(path), null);
          assert.ok(content.kind === 'left out' || content.bytes.length === size);
        }
      }),
    );
  });
});
