// Addresses as an editor names them, and as the jail does. Only the workspace, the stubs of pyright, the packages of the environment and
// the libraries of Python have a name on both sides: path.contained. Pure.
import { whyNotContained } from '../../../core/contained-path.js';
import { decodePath, encodePath } from '../../../core/uri-path.js';
import { packagesFolder } from '../../../sandbox/backend-contract.js';
import { parseUri, toUri, workspaceUri } from '../server/workspace-uri.js';

const stubsUri = 'file:///srv/pyright';
const packagesUri = `file://${packagesFolder}`;
/** Of Python itself: at the same place on both sides. */
const library = /^\/usr\/(?:local\/)?lib\d*\/python[\d.]*\//;
/** Within a text: an address of ours up to what cannot be a part of it. */
const mentioned = /file:\/\/\/(?:workspace|srv\/pyright|env)(?![\w.-])[^\s"'`<>()[\]]*/g;

export interface DoorRoots {
  /** The workspace, by each path that an editor may know it by; the first is what it is called where it has not said it. */
  readonly workspace: readonly string[];
  /** Of the package pyright. */
  readonly pyright: string;
  /** Of the packages of the environment, at this moment; null where it is one without its own. */
  readonly packages?: () => string | null;
}

export class DoorUris {
  readonly #roots: DoorRoots;
  /** As the editor spells them, by what the jail calls them: it gets its own spelling back. */
  readonly #spelled = new Map<string, string>();
  #root: string;

  constructor(roots: DoorRoots) {
    this.#roots = roots;
    this.#root = toFileUri(roots.workspace[0] ?? '/');
  }

  /** As the editor calls the folder that it has opened, where that is the workspace. */
  useRoot(uri: string): void {
    if (this.#relativePath(uri) === '') this.#root = uri.replace(/\/+$/, '');
  }

  /** null for what lies outside, and for what is no file. */
  toJail(uri: string): string | null {
    if (uri.startsWith('untitled:')) return uri;
    const path = toPath(uri);
    if (path === null) return null;
    const inside = this.#relativePath(uri);
    if (inside !== null) return inside === '' ? workspaceUri : toUri(inside);
    if (path.split('/').includes('..')) return null;
    for (const [uri, root] of this.#libraries())
      if (path.startsWith(`${root}/`)) return `${uri}/${encodePath(path.slice(root.length + 1))}`;
    return library.test(path) ? toFileUri(path) : null;
  }

  /** Of an open document: what it is called by the editor. */
  spell(jailUri: string, uri: string): void {
    this.#spelled.set(jailUri, uri);
  }

  forget(jailUri: string): void {
    this.#spelled.delete(jailUri);
  }

  toEditor(uri: string): string {
    if (uri === workspaceUri) return this.#root;
    const file = parseUri(uri);
    if (file.kind === 'workspace') {
      const known = this.#spelled.get(toUri(file.path));
      return known ?? `${this.#root}${uri.slice(workspaceUri.length)}`;
    }
    for (const [known, root] of this.#libraries())
      if (uri.startsWith(`${known}/`)) return `${toFileUri(root)}${uri.slice(known.length)}`;
    return uri;
  }

  /** Where an address stands within a text, such as a link in a documentation. */
  toEditorText(text: string): string {
    if (/^file:\/\/\/\S*$/.test(text)) return this.toEditor(text);
    return text.replace(mentioned, (uri) => this.toEditor(uri));
  }

  /** Where a path of the jail stands within a message for a person. */
  toEditorPaths(text: string): string {
    const root = this.#roots.workspace[0] ?? '';
    return this.toEditorText(text).replace(
      /(^|[\s"'(])\/workspace(?=[/\s"'),.:]|$)/g,
      (_, before: string) => before + root,
    );
  }

  /** What the jail calls them, and where they are. */
  #libraries(): readonly (readonly [string, string])[] {
    const packages = this.#roots.packages?.() ?? null;
    const stubs = [stubsUri, this.#roots.pyright] as const;
    return packages === null ? [stubs] : [stubs, [packagesUri, packages]];
  }

  /** Below the workspace; empty for the workspace itself; null outside of it. */
  #relativePath(uri: string): string | null {
    const path = toPath(uri);
    if (path === null) return null;
    for (const root of this.#roots.workspace) {
      if (path === root || path === `${root}/`) return '';
      const inside = path.slice(root.length + 1);
      if (path.startsWith(`${root}/`) && whyNotContained(inside) === null) return inside;
    }
    return null;
  }
}

/** Relative to the workspace, of what the jail calls it; null where it is nothing there. */
export function toWorkspaceFile(jailUri: string): string | null {
  const file = parseUri(jailUri);
  return file.kind === 'workspace' ? file.path : null;
}

function toPath(uri: string): string | null {
  const rest = uri.match(/^file:\/\/(?:localhost)?(\/[^?#]*)$/)?.[1];
  return rest === undefined ? null : decodePath(rest);
}

const toFileUri = (path: string): string => `file://${encodePath(path)}`;
