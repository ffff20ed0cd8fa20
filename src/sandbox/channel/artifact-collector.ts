// What comes out of one run besides its result, put together from what the guest says of it. Nothing is believed:
// path.contained for every name, and what is held is bounded by the announcements that are taken, however they are split
// into chunks. Large files go to the spool as they come. secret.unlogged: names and content are redacted before they are kept.
import { whyNotContained } from '../../core/contained-path.js';
import {
  type Artifacts,
  exchangeLimits,
  type OutputContent,
  type OutputFile,
  type Spool,
} from '../../core/exchanged-file.js';
import { measurePng } from '../../core/measure-png.js';
import { noSecrets } from '../../core/no-secrets.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { ArtifactMessage, Chunk } from './guest-message.js';
import { type Incoming, IncomingBytes, IncomingFile } from './incoming.js';

export class ArtifactCollector {
  readonly #spool: Spool | null;
  readonly redactor: SecretRedactor;
  readonly #files: Promise<OutputFile>[] = [];
  readonly #spooled: IncomingFile[] = [];
  readonly #paths = new Set<string>();
  /** As they are told. */
  readonly #shownPaths = new Set<string>();
  readonly #images: Buffer[] = [];
  readonly #html: string[] = [];
  /** Whose chunks are coming. */
  #incoming: Incoming | null = null;
  #contentBytes = 0;
  #contentFiles = 0;
  #omitted: Extract<ArtifactMessage, { type: 'omitted' }> | null = null;
  /** Left out here: a picture that cannot be redacted. */
  #imagesRefused = 0;

  /** @param spool without one, large files are left out */
  constructor(spool: Spool | null, redactor: SecretRedactor = noSecrets) {
    this.#spool = spool;
    this.redactor = redactor;
  }

  /** Resolves when the disk has taken what came; null where nothing is on its way there. */
  get writing(): Promise<void> | null {
    return this.#spooled.at(-1)?.writing ?? null;
  }

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

  /** Everything that came, or null where something was announced and never came. The promise never rejects. */
  close(): Promise<Artifacts> | null {
    return this.#incoming === null ? this.#gather() : null;
  }

  /** Nothing of it is wanted any more. */
  discard(): void {
    for (const file of this.#spooled) file.discard();
  }

  async #gather(): Promise<Artifacts> {
    return {
      files: await Promise.all(this.#files),
      filesOmitted: this.#omitted?.files ?? 0,
      images: this.#images,
      imagesOmitted: (this.#omitted?.images ?? 0) + this.#imagesRefused,
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
    const shown = this.#toShown(path);
    if (content === 'left out') {
      this.#add(shown, size, { kind: 'left out', why: 'is more than comes out of a run' });
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
    return size > exchangeLimits.memoryBytes
      ? this.#expectLarge(shown, size)
      : this.#expectSmall(shown, size);
  }

  /** Two names that are the same when they are redacted stay two. */
  #toShown(path: string): string {
    const redacted = this.redactor.redactText(path);
    const name = redacted === path || whyNotContained(redacted) === null ? redacted : 'name-not-shown';
    let shown = name;
    for (let count = 2; this.#shownPaths.has(shown); count += 1) shown = `${name} ${count}`;
    this.#shownPaths.add(shown);
    return shown;
  }

  #expectSmall(path: string, size: number): string | null {
    return this.#expect(size, (received) => {
      const bytes = this.redactor.redactBytes(received);
      this.#add(path, bytes.length, { kind: 'memory', bytes });
      return null;
    });
  }

  #add(path: string, size: number, content: OutputContent): void {
    this.#files.push(Promise.resolve({ path, size, content }));
  }

  #expectLarge(path: string, size: number): null {
    const writer = this.#spool?.store(size) ?? null;
    const incoming = new IncomingFile(size, writer, this.redactor.openStream());
    this.#spooled.push(incoming);
    const toFile = (content: OutputContent): OutputFile =>
      content.kind === 'stored' ? { path, size: content.bytes.length, content } : { path, size, content };
    this.#files.push(incoming.content.then(toFile));
    this.#incoming = incoming;
    return null;
  }

  #takeImage(size: number): string | null {
    if (this.#images.length >= exchangeLimits.images) return 'too many images';
    if (size > exchangeLimits.imageBytes) return 'too large an image';
    return this.#expect(size, (bytes) => {
      const measured = measurePng(bytes);
      if (measured === null) return 'an image that is no PNG';
      if (Math.max(measured.width, measured.height) > exchangeLimits.imagePixels) return 'too large an image';
      // What stands in it in the clear cannot be masked: its checksums would no longer fit.
      if (this.redactor.redactBytes(bytes).equals(bytes)) this.#images.push(bytes);
      else this.#imagesRefused += 1;
      return null;
    });
  }

  #takeHtml(size: number): string | null {
    if (this.#html.length >= exchangeLimits.html) return 'too many values as HTML';
    if (size > exchangeLimits.htmlBytes) return 'too large a value as HTML';
    return this.#expect(size, (bytes) => {
      this.#html.push(this.redactor.redactBytes(bytes).toString('utf8'));
      return null;
    });
  }

  #expect(size: number, finish: (bytes: Buffer) => string | null): string | null {
    if (size === 0) return finish(Buffer.alloc(0));
    this.#incoming = new IncomingBytes(size, finish);
    return null;
  }

  #takeChunk(chunk: Buffer): string | null {
    const incoming = this.#incoming;
    if (incoming === null) return 'content that was not announced';
    // An empty one could come for ever.
    if (chunk.length === 0) return 'a chunk of nothing';
    if (chunk.length > incoming.missingBytes) return 'more content than was announced';
    incoming.take(chunk);
    if (incoming.missingBytes > 0) return null;
    this.#incoming = null;
    return incoming.finish();
  }
}
