// Which files and images of a run go to the client, and how: text in the result, the rest beside it, within what clients
// take. The library's own client ends a connection on which a message has more than 10 MB.
import type { ExecutionResult } from '../../core/execution-result.js';
import type { OutputFile } from '../../core/exchanged-file.js';

/** Bytes before base64, which makes a third more of them. */
const mostImageBytes = 5 * 1024 * 1024;
const mostAttachedBytes = 1024 * 1024;
/** Characters of files that a model reads. */
const mostTextCharacters = 40_000;

export type Delivery =
  | { readonly how: 'content'; readonly text: string }
  | { readonly how: 'resource'; readonly bytes: Buffer }
  | { readonly how: 'left out' };

export interface SelectedArtifacts {
  readonly files: readonly { readonly file: OutputFile; readonly delivery: Delivery }[];
  readonly filesOmitted: number;
  readonly images: readonly Buffer[];
  readonly imagesOmitted: number;
}

/** First come, first served. */
export function selectArtifacts(result: ExecutionResult): SelectedArtifacts {
  const takeImage = budgetOf(mostImageBytes);
  const images = result.images.filter((png) => takeImage(png.length));
  const takeText = budgetOf(mostTextCharacters);
  const takeAttached = budgetOf(mostAttachedBytes);
  const deliver = ({ bytes }: OutputFile): Delivery => {
    if (bytes === null) return { how: 'left out' };
    const text = toText(bytes);
    if (text !== null && takeText(text.length)) return { how: 'content', text };
    return takeAttached(bytes.length) ? { how: 'resource', bytes } : { how: 'left out' };
  };
  return {
    files: result.files.map((file) => ({ file, delivery: deliver(file) })),
    filesOmitted: result.filesOmitted,
    images,
    imagesOmitted: result.imagesOmitted + result.images.length - images.length,
  };
}

function budgetOf(most: number): (size: number) => boolean {
  let left = most;
  return (size) => {
    if (size > left) return false;
    left -= size;
    return true;
  };
}

function toText(bytes: Buffer): string | null {
  if (bytes.length > 4 * mostTextCharacters || bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
