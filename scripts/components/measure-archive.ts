// install.verified: a pin, from bytes that are in hand. They are downloaded as an installation does it, compared with what their
// publisher says of them, and unpacked by the same policy, so that what is recorded is something that can be installed.
import { createHash, timingSafeEqual } from 'node:crypto';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ArchivePolicy } from '../../src/core/archive-policy.js';
import { PartialFile } from '../../src/host/partial-file.js';
import { unpackArchive } from '../../src/host/unpack-archive.js';
import { type ArchiveSink, fetchArchive } from '../../src/services/install/fetch-archive.js';
import { type Located, locateArchive } from '../../src/services/install/locate-archive.js';
import {
  type ComponentArchive,
  mostArchiveBytes,
  mostEntries,
  mostUnpackedBytes,
  type Pin,
} from '../../src/services/install/manifest-schema.js';

const mostRatio = 100;
const mostSumsBytes = 4 * 1024 * 1024;
const patienceMs = 30 * 60_000;

/** @throws Error where the bytes cannot be had, are not what their publisher says, or could not be installed */
export async function measureArchive(archive: ComponentArchive): Promise<Pin> {
  const folder = await mkdtemp(join(tmpdir(), 'pymcp-components-'));
  try {
    return await measureIn(folder, archive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureIn(folder: string, archive: ComponentArchive): Promise<Pin> {
  const signal = AbortSignal.timeout(patienceMs);
  const file = await PartialFile.open(join(folder, 'archive'));
  try {
    await bring(await locateArchive(archive), mostArchiveBytes, file, signal);
    const sha256 = await file.digest('sha256');
    await compareWithPublisher(archive, file, sha256, signal);
    const content = join(folder, 'content');
    await mkdir(content);
    const mostBytes = Math.min(mostUnpackedBytes, file.bytes * mostRatio);
    const policy = new ArchivePolicy({ mostEntries, mostBytes, links: archive.links });
    await unpackArchive({
      ...{ source: file.read(), folder: content, policy, signal },
      mostStreamBytes: 2 * mostBytes + 1024 * 1024,
      onEntry: () => undefined,
    });
    if (!(await stat(join(content, archive.main))).isFile()) throw new Error(`${archive.main} is no file`);
    return {
      sha256: sha256.toString('hex'),
      bytes: file.bytes,
      unpackedBytes: policy.bytes,
      entries: policy.entries,
    };
  } finally {
    await file.close();
  }
}

async function compareWithPublisher(
  archive: ComponentArchive,
  file: PartialFile,
  sha256: Buffer,
  signal: AbortSignal,
): Promise<void> {
  const { publisher, url } = archive;
  const isSaid =
    publisher.kind === 'sha512'
      ? isSame(await file.digest('sha512'), Buffer.from(publisher.integrity.slice(7), 'base64'))
      : isSame(sha256, findSum(await readSums(archive, publisher.url, signal), nameOf(url)));
  if (!isSaid) throw new Error('its publisher says another checksum');
}

async function readSums({ hosts }: ComponentArchive, url: string, signal: AbortSignal): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  await bring(
    { url: new URL(url), hosts },
    mostSumsBytes,
    {
      get bytes() {
        return bytes;
      },
      empty: () => Promise.resolve(),
      append: (part) => {
        parts.push(part);
        bytes += part.length;
        return Promise.resolve();
      },
    },
    signal,
  );
  return Buffer.concat(parts).toString('utf8');
}

/** As sha256sum(1) writes them. @throws Error where there is none of that name */
function findSum(sums: string, name: string): Buffer {
  for (const line of sums.split('\n')) {
    const [, sum, named] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line.trimEnd()) ?? [];
    if (sum !== undefined && named === name) return Buffer.from(sum, 'hex');
  }
  throw new Error(`its publisher has no checksum of ${name}`);
}

function bring(
  { url, hosts }: Located,
  mostBytes: number,
  sink: Pick<ArchiveSink, 'bytes' | 'empty' | 'append'>,
  signal: AbortSignal,
): Promise<void> {
  const wanted = { url, hosts, bytes: null, mostBytes };
  const whole: ArchiveSink = {
    ...{ bytes: 0, validator: null, keepValidator: () => Promise.resolve() },
    empty: () => sink.empty(),
    append: (part) => sink.append(part),
  };
  return fetchArchive(wanted, whole, { signal, onBytes: () => undefined });
}

const nameOf = (url: string): string => decodeURIComponent(basename(new URL(url).pathname));

/** Hashed first: what was read has any length. */
function isSame(found: Buffer, said: Buffer): boolean {
  const digest = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
  return timingSafeEqual(digest(found), digest(said));
}
