// The files of the workspace as resources: read by the jailed worker of the files service, and so without what is masked. A client
// subscribes to one, and is told whoever has changed it.
import type { ReadResourceResult, Resource } from '@modelcontextprotocol/server';
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import {
  parseWorkspaceUri,
  toWorkspaceUri,
  workspacePrefix,
  workspaceTemplate,
} from '../../core/workspace-uri.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { WorkspaceWatch } from '../../services/workspace/workspace-watch.js';
import { mimeTypeOf } from '../mime-type-of.js';
import type { CompletedArgument, ResourceRoot } from '../offer.js';
import { noAddress, toProtocolError } from '../resources/to-protocol-error.js';
import { showLine } from '../run-python/show-controls.js';
import { decodePart } from '../sessions/decode-part.js';
import { untrusted } from '../untrusted.js';

const mostBytes = 1024 * 1024;
const mostListed = 500;

const template = {
  name: 'workspace-file',
  title: 'File of the workspace',
  uriTemplate: workspaceTemplate,
  description:
    `A file of the workspace, of at most ${mostBytes / 1024 / 1024} MiB; what is masked there cannot be read. The list has the first ` +
    `${mostListed} files that .gitignore does not leave out; others can be read as well. Subscribe to one to be told of its changes.`,
} as const;

type Files = Pick<FilesService, 'readMedia' | 'searchFiles' | 'list'>;

export function workspaceResources(files: Files, caller: Caller, watch: WorkspaceWatch): ResourceRoot {
  return {
    prefix: workspacePrefix,
    template,
    list: () => listFiles(files, caller, watch),
    read: (uri) => readFile(files, caller, uri),
    toWhole: (uri) => {
      const path = parseWorkspaceUri(uri);
      return path === null ? null : toWorkspaceUri(path);
    },
    complete: (argument) => completePath(files, caller, argument),
  };
}

/** None where the worker cannot say: a list of everything does not fail for it. */
async function* listFiles(files: Files, caller: Caller, watch: WorkspaceWatch): AsyncGenerator<Resource> {
  const query = { pattern: '*', excluded: [], withIgnored: false, most: 2 * mostListed };
  const answer = await files.searchFiles(caller, '', query, undefined, 'resources/list');
  if (answer.kind === 'refused') return;
  const paths = answer.value.matches
    .flatMap(({ path, kind }) => (kind === 'file' ? [path] : []))
    .filter((path) => parseWorkspaceUri(toWorkspaceUri(path)) === path)
    .slice(0, mostListed);
  const listed = (await watch.list(paths)).map((path) => ({
    uri: toWorkspaceUri(path),
    name: showLine(path),
    mimeType: mimeTypeOf(path),
  }));
  yield* listed.sort((one, other) => (one.uri < other.uri ? -1 : 1));
}

async function readFile(files: Files, caller: Caller, uri: string): Promise<ReadResourceResult> {
  const path = parseWorkspaceUri(uri);
  if (path === null) throw noAddress(uri);
  const answer = await files.readMedia(caller, path, undefined, 'resources/read');
  if (answer.kind === 'refused') throw toProtocolError(uri, answer.error, ['files.refused']);
  const { data, size } = answer.value;
  if (size > mostBytes) throw toProtocolError(uri, tooLarge(size), []);
  return { contents: [toContents(uri, path, data)] };
}

function toContents(uri: string, path: string, bytes: Buffer): ReadResourceResult['contents'][number] {
  const { text } = decodePart({ size: bytes.length, offset: 0, bytes });
  const guess = mimeTypeOf(path, bytes);
  const shared = { uri, _meta: untrusted };
  return text === null
    ? { ...shared, mimeType: guess, blob: bytes.toString('base64') }
    : { ...shared, mimeType: guess === 'application/octet-stream' ? 'text/plain' : guess, text };
}

function tooLarge(size: number): PymcpError {
  return new PymcpError(
    'files.refused',
    `the file has ${size} bytes, and a resource has at most ${mostBytes}`,
    'read a part of it with read_text_file, or all of it with read_media_file or run_python',
  );
}

/** Folder by folder, as a shell does. */
async function completePath(
  files: Files,
  caller: Caller,
  { name, typed }: CompletedArgument,
): Promise<readonly string[]> {
  if (name !== 'path') return [];
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const answer = await files.list(caller, 'completion/complete', folder, false);
  if (answer.kind === 'refused') return [];
  return answer.value.entries
    .flatMap(({ name: entry, kind }) =>
      kind === 'folder' ? [`${folder}${entry}/`] : kind === 'file' ? [`${folder}${entry}`] : [],
    )
    .sort();
}
