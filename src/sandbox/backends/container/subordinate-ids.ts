// The id of the root inside a container, which owns nothing: one that nobody else is. subuid(5), subgid(5).
import { PymcpError } from '../../../core/errors.js';

export const subordinateFiles = ['/etc/subuid', '/etc/subgid'] as const;

/**
 * The first id that a file such as /etc/subuid gives to a user; null where it gives none.
 * @param text `user:first:count`, a line each, the user by name or by number
 */
export function firstSubordinateId(text: string, name: string | null, id: number): number | null {
  for (const line of text.split('\n')) {
    const [user, first, count] = line.trim().split(':');
    if ((user !== name && user !== String(id)) || user === '') continue;
    if (!/^\d+$/.test(first ?? '') || !/^[1-9]\d*$/.test(count ?? '')) continue;
    return Number(first);
  }
  return null;
}

export function noSubordinateIds(name: string | null, id: number): PymcpError {
  const user = name ?? String(id);
  return new PymcpError(
    'host.identity-unavailable',
    `the user ${user} has no subordinate ids, which a container of an ordinary user needs; nothing was run`,
    addSubordinateIds(user),
  );
}

export function addSubordinateIds(user: string): string {
  return `sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${user} (a range that ${subordinateFiles.join(' and ')} give to nobody else)`;
}
