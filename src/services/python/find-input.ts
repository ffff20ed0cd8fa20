// Input by reference: a file that is there already, of a result or of a session, goes into a run without passing through
// the client.
import { showStart } from '../../core/show-start.js';
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import { exchangeLimits, type InputFile, type Spool } from '../../core/exchanged-file.js';
import { parseResourceUri, type ResourcePlace } from '../../core/resource-uri.js';
import { parseSessionId } from '../../core/names.js';
import type { ResultStore } from './result-store.js';
import type { SessionFiles } from './session-files.js';

export interface InputSources {
  readonly results: ResultStore;
  readonly sessions: Pick<SessionFiles, 'readFile'>;
  /** Takes what a session has while it is on its way. */
  readonly spool: Spool;
}

/** secret.unlogged: the copy of a session's file is as it is there, not redacted, and goes with the run that it was made for. */
export interface FoundInput {
  readonly bytes: InputFile['bytes'];
  readonly drop: () => void;
}

const partBytes = 1024 * 1024;

/**
 * The bytes that an address names, for the caller whose they are.
 * @throws PymcpError `input.file-invalid`, `resource.unknown`, `session.unknown`, `session.file-failed`, …
 */
export async function findInput(sources: InputSources, caller: Caller, uri: string): Promise<FoundInput> {
  const place = parseResourceUri(uri);
  if (place === null || place.offset !== null || place.length !== null)
    throw new PymcpError(
      'input.file-invalid',
      `${JSON.stringify(showStart(uri, 120))} is not the address of a whole file here`,
      'give a uri as run_python or the list of resources shows it, or give the content itself',
    );
  if (place.kind === 'results') return { bytes: sources.results.find(caller, place), drop: () => undefined };
  const bytes = await copyFromSession(sources, caller, place);
  return {
    bytes,
    drop:
      'drop' in bytes
        ? () => {
            bytes.drop();
          }
        : () => undefined,
  };
}

/** A session may change it or end meanwhile, so it is copied before anything runs. */
async function copyFromSession(
  { sessions, spool }: InputSources,
  caller: Caller,
  place: ResourcePlace,
): Promise<InputFile['bytes']> {
  const id = parseSessionId(place.id);
  const first = await sessions.readFile(caller, id, place.path, 0, partBytes);
  if (first.size > exchangeLimits.inputBytes)
    throw failure(place, `has ${first.size} bytes, more than the ${exchangeLimits.inputBytes} that go in`);
  if (first.bytes.length === first.size) return first.bytes;
  const writer = spool.store(first.size);
  let part = first;
  for (let offset = 0; offset < first.size; offset += part.bytes.length) {
    if (offset > 0) part = await sessions.readFile(caller, id, place.path, offset, partBytes);
    if (part.size !== first.size || part.bytes.length === 0) {
      writer.discard();
      throw failure(place, 'changed while it was read');
    }
    await writer.write(part.bytes);
  }
  const content = await writer.finish();
  if (content.kind === 'left out') throw failure(place, content.why);
  return content.bytes;
}

function failure({ path }: ResourcePlace, why: string): PymcpError {
  return new PymcpError(
    'session.file-failed',
    `the file ${JSON.stringify(path)} of the session ${why}`,
    'try again, or run the program in that session, where the file is',
  );
}
