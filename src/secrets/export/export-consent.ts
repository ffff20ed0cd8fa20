// That somebody has set up the export of a repository here, and agreed to it: only then does `check` fetch by itself. One small file for each
// repository, in a folder of ours that nobody else can write (fail.closed); no value is in it.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import { messageOf } from '../../core/message-of.js';
import { stateFolder } from '../../host/own-folders.js';
import { PrivateFolder, type Unsafe } from '../../host/private-folder.js';
import type { GitHubServer } from '../github/github-server.js';
import type { Repository } from '../github/repository.js';

const record = z.strictObject({
  server: z.string(),
  repository: z.string(),
  /** What GitHub had no value for, and when it was set there last (0: never), so that no run is spent on it again. */
  nothing: z.record(z.string(), z.number()),
});
export type Consent = z.infer<typeof record>;
export type ExportPlace = Readonly<{ server: GitHubServer; repository: Repository }>;

export function findConsent(place: ExportPlace): Consent | null {
  const folder = openFolder();
  if (folder === null || folder.check() !== null) return null;
  try {
    const found = folder.read(toName(place));
    const parsed = found.kind === 'read' ? record.safeParse(JSON.parse(found.text)) : null;
    return parsed?.success === true ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Anybody's, for any repository. */
export async function isAnyConsent(): Promise<boolean> {
  const folder = openFolder();
  if (folder === null || folder.check() !== null) return false;
  return (await folder.list().catch(() => [])).length > 0;
}

/** @throws PymcpError `github.export-refused` where it cannot be kept */
export async function keepConsent(place: ExportPlace, nothing: Consent['nothing'] = {}): Promise<void> {
  const folder = openFolder();
  if (folder === null) throw refuse('neither HOME nor XDG_STATE_HOME names a folder', 'set HOME');
  const kept: Consent = { server: place.server.api, repository: toText(place), nothing };
  await orRefuse(async () => {
    const unsafe = await folder.make();
    if (unsafe !== null) return unsafe;
    await folder.remove(toName(place));
    await folder.create(toName(place), JSON.stringify(kept));
    return null;
  });
}

async function orRefuse(work: () => Promise<Unsafe | null>): Promise<void> {
  let unsafe: Unsafe | null;
  try {
    unsafe = await work();
  } catch (error) {
    throw refuse(messageOf(error), 'see that the folder is yours, and that the disk has room');
  }
  if (unsafe !== null) throw refuse(unsafe.why, unsafe.fix);
}

const refuse = (why: string, hint: string): PymcpError =>
  new PymcpError('github.export-refused', `that you agreed to the export cannot be kept: ${why}`, hint);

function openFolder(): PrivateFolder | null {
  const state = stateFolder();
  return state === null ? null : new PrivateFolder(join(state, 'exports'));
}

const toText = ({ repository: { owner, name } }: ExportPlace): string => `${owner}/${name}`.toLowerCase();

const toName = (place: ExportPlace): string =>
  createHash('sha256')
    .update(`${place.server.api} ${toText(place)}`)
    .digest('hex')
    .slice(0, 32);
