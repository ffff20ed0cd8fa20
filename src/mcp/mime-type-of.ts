// What kind of file a name and its first bytes promise. A guess for clients that show it; nothing relies on it.
import { measurePng } from '../core/measure-png.js';

const byEnding: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  html: 'text/html',
  json: 'application/json',
  xml: 'application/xml',
  py: 'text/x-python',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  ogg: 'audio/ogg',
  flac: 'audio/flac',
  pdf: 'application/pdf',
  zip: 'application/zip',
  gz: 'application/gzip',
};

/** @param bytes all of it, where it is at hand */
export function mimeTypeOf(path: string, bytes?: Buffer): string {
  if (bytes !== undefined && measurePng(bytes) !== null) return 'image/png';
  const [, ending = ''] = /\.([a-z0-9]+)$/i.exec(path) ?? [];
  const known = Object.entries(byEnding).find(([name]) => name === ending.toLowerCase());
  return known?.[1] ?? 'application/octet-stream';
}
