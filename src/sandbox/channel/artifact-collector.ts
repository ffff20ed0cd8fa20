// Files and figures of one run, put together from what the guest says of them. Nothing is believed: path.contained for
// every name, and what is held is bounded by the announcements that are taken, however they are split into chunks.
import { whyNotContained } from '../../core/contained-path.js';
import { type Artifacts, exchangeLimits, type OutputFile } from '../../core/exchanged-file.js';
import { measurePng } from '../../core/measure-png.js';
import type { ArtifactMessage, Chunk } from './guest-message.js';

/** The file or image whose chunks are coming. */
interface Incoming {
  readonly bytes: Buffer;
  filledBytes: number;
  /** Why it cannot be taken now that it is there; null where it was. */
  readonly finish: (bytes: Buffer) => string | null;
}

export class ArtifactCollector {
  readonly #files: OutputFile[] = [];
  readonly #paths = new Set<string>();
  readonly #images: Buffer[] = [];
  readonly #html: string[] = [];
  #incoming: Incoming | null = null;
  #contentBytes = 0;
  #contentFiles = 0;
  #omitted: Extract<ArtifactMessage, { type: 'omitted' }> | null = null;

  /** Why the message is a violation; null where it was taken. */
  take(message: ArtifactMessage | Chunk): string | null {
    if (message.type === 'chunk') return this.#takeChunk(message.bytes);
    if (this.#incoming !== null) return 'the rest of a file is missing';
    switch (message.type) {
      case 'file':
        return this.#takeFile(message);
      case 'image':
        return this.#takeImage(message.size);
      case 'html':
        return this.#takeHtml(message.size);
      case 'omitted':
        if (this.#omitted !== null) return 'what was left out is told twice';
        this.#omitted = message;
        return null;
    }
  }

  /** Everything that came, or null where something was announced and never came. */
  close(): Artifacts | null {
    if (this.#incoming !== null) return null;
    return {
      files: this.#files,
      filesOmitted: this.#omitted?.files ?? 0,
      images: this.#images,
      imagesOmitted: this.#omitted?.images ?? 0,
      html: this.#html,
      htmlOmitted: this.#omitted?.html ?? 0,
    };
  }

  #takeFile({ path, size, content }: Extract<ArtifactMessage, { type: 'file' }>): string | null {
    const why = whyNotContained(path);
    if (why !== null) return `a file path ${why}`;
    if (this.#paths.has(path)) return 'a file is told twice';
    if (this.#paths.size >= exchangeLimits.listedFiles) return 'too many files';
    this.#paths.add(path);
    if (content === 'left out') {
      this.#files.push({ path, size, bytes: null });
      return null;
    }
    this.#contentFiles += 1;
    this.#contentBytes += size;
    if (
      this.#contentFiles > exchangeLimits.outputFiles ||
      size > exchangeLimits.fileBytes ||
      this.#contentBytes > exchangeLimits.totalBytes
    )
      return 'more content of files than is taken';
    return this.#expect(size, (bytes) => {
      this.#files.push({ path, size, bytes });
      return null;
    });
  }

  #takeImage(size: number): string | null {
    if (this.#images.length >= exchangeLimits.images) return 'too many images';
    if (size > exchangeLimits.imageBytes) return 'too large an image';
    return this.#expect(size, (bytes) => {
      const measured = measurePng(bytes);
      if (measured === null) return 'an image that is no PNG';
      if (Math.max(measured.width, measured.height) > exchangeLimits.imagePixels) return 'too large an image';
      this.#images.push(bytes);
      return null;
    });
  }

  #takeHtml(size: number): string | null {
    if (this.#html.length >= exchangeLimits.html) return 'too many values as HTML';
    if (size > exchangeLimits.htmlBytes) return 'too large a value as HTML';
    return this.#expect(size, (bytes) => {
      this.#html.push(bytes.toString('utf8'));
      return null;
    });
  }

  #expect(size: number, finish: Incoming['finish']): string | null {
    if (size === 0) return finish(Buffer.alloc(0));
    this.#incoming = { bytes: Buffer.alloc(size), filledBytes: 0, finish };
    return null;
  }

  #takeChunk(chunk: Buffer): string | null {
    const incoming = this.#incoming;
    if (incoming === null) return 'content that was not announced';
    // An empty one could come for ever.
    if (chunk.length === 0) return 'a chunk of nothing';
    if (incoming.filledBytes + chunk.length > incoming.bytes.length) return 'more content than was announced';
    chunk.copy(incoming.bytes, incoming.filledBytes);
    incoming.filledBytes += chunk.length;
    if (incoming.filledBytes < incoming.bytes.length) return null;
    this.#incoming = null;
    return incoming.finish(incoming.bytes);
  }
}
