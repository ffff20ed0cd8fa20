// path.contained: files, figures and HTML that come out of a run, out of announcements and chunks as a guest may send them.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exchangeLimits } from '../../../src/core/exchanged-file.js';
import { pngOf } from '../../../src/core/png.test-support.js';
import { ArtifactCollector } from '../../../src/sandbox/channel/artifact-collector.js';
import type { ArtifactMessage, Chunk } from '../../../src/sandbox/channel/guest-message.js';
import { fuzzTarget, type FuzzTarget } from '../fuzz-target.js';
import { cutBytes, cuts } from '../mutations.js';
import { isContained, validPath } from './names-and-paths.js';

const count = fc.oneof(
  fc.nat({ max: 300 }),
  fc.constantFrom(0, 1, 2 ** 20, 2 ** 32, Number.MAX_SAFE_INTEGER),
);
const bytes = fc.uint8Array({ maxLength: 40 }).map((all) => Buffer.from(all));

export const artifactTargets: readonly FuzzTarget[] = [
  fuzzTarget(
    { name: 'files that come out', inputs: 400, ways: ['taken', 'refused'], arbitrary: artifacts() },
    async (messages) => {
      const collector = new ArtifactCollector(null);
      let announced = 0;
      let isRefused = false;
      for (const message of messages) {
        if (collector.take(message) !== null) {
          isRefused = true;
          break;
        }
        if (message.type === 'file' && message.content === 'follows') announced += message.size;
        else if (message.type === 'image' || message.type === 'html') announced += message.size;
      }
      const collected = isRefused ? null : await collector.close();
      collector.discard();
      if (collected === null) return 'refused';
      const { files, images, html } = collected;
      assert.ok(files.every(({ path }) => isContained(path)));
      assert.equal(new Set(files.map(({ path }) => path)).size, files.length);
      assert.ok(files.length <= exchangeLimits.listedFiles);
      assert.ok(images.length <= exchangeLimits.images && html.length <= exchangeLimits.html);
      const held = files.map(({ size, content }) => (content.kind === 'memory' ? size : 0));
      for (const { size, content } of files)
        if (content.kind === 'memory') assert.equal(content.bytes.length, size);
      assert.ok(
        [...held, ...images.map(({ length }) => length)].reduce((sum, one) => sum + one, 0) <= announced,
      );
      return 'taken';
    },
  ),
];

/** Announcements with their chunks, most of them in order. */
function artifacts(): fc.Arbitrary<(ArtifactMessage | Chunk)[]> {
  const picture = pngOf(4, 4, 100);
  const chunk = (all: Buffer): Chunk => ({ type: 'chunk', bytes: all });
  const announced = fc.oneof(
    fc
      .tuple(
        fc.oneof(validPath, fc.constantFrom('../a', '/a', 'a//b'), fc.constantFrom('a', 'b')),
        bytes,
        cuts,
      )
      .map(([path, content, places]) => [
        { type: 'file' as const, path, size: content.length, content: 'follows' as const },
        ...cutBytes(content, places).flatMap((part) => (part.length === 0 ? [] : [chunk(part)])),
      ]),
    fc.constant([{ type: 'image' as const, size: 100 }, chunk(picture)]),
    bytes.map((content) => [
      { type: 'html' as const, size: content.length },
      ...(content.length === 0 ? [] : [chunk(content)]),
    ]),
    fc
      .tuple(validPath, count)
      .map(([path, size]) => [{ type: 'file' as const, path, size, content: 'left out' as const }]),
    fc.constant([{ type: 'omitted' as const, files: 1, images: 0, html: 0 }]),
    fc
      .tuple(validPath, count)
      .map(([path, size]) => [{ type: 'file' as const, path, size, content: 'follows' as const }]),
    bytes.map((content) => [chunk(content)]),
  );
  const weighted = fc.array(announced, { maxLength: 5 });
  return weighted.map((all) => all.flat());
}
