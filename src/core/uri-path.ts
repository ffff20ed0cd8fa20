// A path as a part of an address, and back. Pure.

export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** null where it is no such part. */
export function decodePath(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}
