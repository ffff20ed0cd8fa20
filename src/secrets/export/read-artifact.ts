// The one file of an artifact. What GitHub sends is a zip that somebody may have made to harm: it has one entry of the expected name and
// size, or is none. Pure.
import { unzipSync } from 'fflate';
import { sealedFile } from './export-workflow.js';

export const mostArtifactBytes = 8 * 1024 * 1024;

/** null where it is not such a zip. @param name of the file in it */
export function readArtifact(bytes: Uint8Array, name: string = sealedFile): string | null {
  const entries: string[] = [];
  try {
    const files = unzipSync(bytes, {
      filter: (file) => {
        entries.push(file.name);
        // The sizes are what the zip says; the room for what comes out is of this size, and more does not fit.
        return entries.length === 1 && file.name === name && file.originalSize <= mostArtifactBytes;
      },
    });
    const content = files[name];
    if (entries.length !== 1 || content === undefined) return null;
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return null;
  }
}
