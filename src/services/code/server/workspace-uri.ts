// Paths of the workspace as the language server names them, and back. What it names is hostile until it was read here. Pure.
import { whyNotContained } from '../../../core/contained-path.js';
import { decodePath, encodePath } from '../../../core/uri-path.js';

export const workspaceUri = 'file:///workspace';

/** What an answer is about: a file of the workspace, or one of the libraries outside of it. */
export type NamedFile =
  | { readonly kind: 'workspace'; readonly path: string }
  /** `name` is for a person: nothing is read by it. */
  | { readonly kind: 'library'; readonly name: string };

export function toUri(path: string): string {
  return `${workspaceUri}/${encodePath(path)}`;
}

export function parseUri(uri: string): NamedFile {
  const path = decode(uri);
  if (path.startsWith('/workspace/')) {
    const inside = path.slice('/workspace/'.length);
    if (whyNotContained(inside) === null) return { kind: 'workspace', path: inside };
  }
  const name = path.replace(/^\/srv\/pyright\/dist\/typeshed-fallback\//, 'typeshed/');
  return { kind: 'library', name: name.slice(0, 300) };
}

function decode(uri: string): string {
  return uri.startsWith('file:///') ? (decodePath(uri.slice('file://'.length)) ?? uri) : uri;
}
