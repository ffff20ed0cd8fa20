// Whether one more session may come, and which goes for it. A caller makes room by its own alone: nobody loses a session
// because somebody else wants one, and nobody holds all of them. Pure.
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import type { SessionId } from '../../core/names.js';
import type { SessionBounds } from '../../core/session-bounds.js';

interface Open {
  readonly id: SessionId;
  readonly caller: Caller;
  readonly isBusy: boolean;
  readonly lastUsedMs: number;
}

interface Coming {
  readonly caller: Caller;
  /** The session that it becomes a copy of. */
  readonly forkedFrom: SessionId | null;
}

/** `session` is to be closed first, for this reason. */
type Room<Session> =
  { readonly kind: 'there' } | { readonly kind: 'made'; readonly session: Session; readonly reason: string };

/**
 * @param coming those that are being made, the wanted one among them
 * @throws PymcpError `session.busy` where there are too many and none of the caller's is idle
 */
export function findRoom<Session extends Open>(
  open: readonly Session[],
  coming: readonly Coming[],
  wanted: Coming,
  { most, mostPerCaller }: Pick<SessionBounds, 'most' | 'mostPerCaller'>,
): Room<Session> {
  const isOwn = ({ caller }: { readonly caller: Caller }): boolean => caller === wanted.caller;
  const own = open.filter(isOwn);
  const hasTooMany = own.length + coming.filter(isOwn).length > mostPerCaller;
  if (!hasTooMany && open.length + coming.length <= most) return { kind: 'there' };
  const [oldest] = own
    .filter(({ id, isBusy }) => !isBusy && id !== wanted.forkedFrom)
    .sort((one, other) => one.lastUsedMs - other.lastUsedMs);
  const [count, whose] = hasTooMany && mostPerCaller < most ? [mostPerCaller, ' of yours'] : [most, ''];
  if (oldest === undefined) throw tooMany(`${count} sessions${whose}`);
  const reason = `it was the oldest idle one of ${count}${whose}, which is as many as are kept`;
  return { kind: 'made', session: oldest, reason };
}

function tooMany(those: string): PymcpError {
  return new PymcpError(
    'session.busy',
    `${those} are open, which is as many as are kept, and none of yours is idle`,
    'close one with close_session, or wait until a call has ended',
  );
}
