// The keyring of the desktop (Secret Service: GNOME Keyring, KWallet, KeePassXC). Where no such service runs, that is an answer and
// no failure. The kernel's keyring is never taken in its place: every process of the user can read that one.
import type { AsyncEntry } from '@napi-rs/keyring';
import { PymcpError } from '../core/errors.js';

export type KeyringAnswer =
  | { readonly kind: 'found'; readonly value: string }
  | { readonly kind: 'none' }
  /** `why` follows a colon. */
  | { readonly kind: 'unavailable'; readonly why: string };

const service = 'isolated-pymcp';
/** A locked keyring asks its owner first. */
const timeoutMs = 30_000;

/** Asks it by name. Once it has not answered it is not asked again: each time may take as long. */
export function openKeyring(): (name: string) => Promise<KeyringAnswer> {
  let last: KeyringAnswer = { kind: 'none' };
  return async (name) => {
    if (last.kind !== 'unavailable') last = await readKeyring(name);
    return last;
  };
}

async function readKeyring(name: string): Promise<KeyringAnswer> {
  if (!hasSessionBus()) return { kind: 'unavailable', why: noBus };
  try {
    const value = await within((await openEntry(name)).getPassword(AbortSignal.timeout(timeoutMs)));
    return value === null ? { kind: 'none' } : { kind: 'found', value };
  } catch (error) {
    return { kind: 'unavailable', why: firstLine(error) };
  }
}

/** @throws PymcpError `secret.keyring-failed` */
export async function writeKeyring(name: string, value: string): Promise<void> {
  await orFail(async () => {
    await within((await openEntry(name)).setPassword(value, AbortSignal.timeout(timeoutMs)));
  });
}

/** False where there was none. @throws PymcpError `secret.keyring-failed` */
export async function deleteFromKeyring(name: string): Promise<boolean> {
  return orFail(async () => within((await openEntry(name)).deleteCredential(AbortSignal.timeout(timeoutMs))));
}

async function orFail<T>(work: () => Promise<T>): Promise<T> {
  try {
    if (!hasSessionBus()) throw new Error(noBus);
    return await work();
  } catch (error) {
    throw new PymcpError(
      'secret.keyring-failed',
      `the keyring does not answer: ${firstLine(error)}`,
      'unlock or start it (gnome-keyring, KWallet, KeePassXC), or keep the secret in .env: --local',
    );
  }
}

const noBus = 'no desktop session runs here (DBUS_SESSION_BUS_ADDRESS is not set)';

/** Without one the library would look for a bus of its own accord, and may start one. */
const hasSessionBus = (): boolean => (process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '') !== '';

/** Loaded here: a native library, which not every machine has. */
async function openEntry(name: string): Promise<AsyncEntry> {
  const { AsyncEntry: Entry } = await import('@napi-rs/keyring');
  return new Entry(service, name, { linux: { store: 'secret-service' } });
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`nothing came within ${timeoutMs / 1000} seconds`));
    }, timeoutMs);
  });
  return Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
