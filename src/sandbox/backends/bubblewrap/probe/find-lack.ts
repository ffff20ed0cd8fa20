// Whether bubblewrap's jail is not to be had here for want of namespaces: a trial, as the user that sandboxes are.
import { PymcpError } from '../../../../core/errors.js';
import { chooseGuestIdentity, currentIdentity } from '../../../../host/process-identity.js';
import { runTrial } from '../../../../host/run-trial.js';
import { requireBubblewrap } from '../bubblewrap-program.js';
import { wholeJail } from './check-namespaces.js';

const timeoutMs = 30_000;
/** What bubblewrap says where the kernel or the engine refuses a namespace or a mount in one. */
const wanting =
  /namespace|uid map|setgroups|mount|pivot_root|Operation not permitted|Permission denied|No space left/i;

/**
 * What is refused, in bubblewrap's words; null where nothing is.
 * @throws PymcpError `host.program-missing`, or `jail.start-failed` where the trial failed for some other reason
 */
export async function findLack(): Promise<string | null> {
  const bubblewrap = await requireBubblewrap();
  const identity = chooseGuestIdentity();
  const inner = [bubblewrap, ...wholeJail, bubblewrap, '--version'];
  const { status, stderr } = await runTrial(bubblewrap, [...wholeJail, ...inner], {
    timeoutMs,
    env: {},
    ...(identity.uid === currentIdentity().uid ? {} : { identity }),
  });
  if (status === 0) return null;
  const words = stderr.trim();
  if (status !== null && wanting.test(words)) return words.split('\n').at(-1)?.slice(0, 200) ?? words;
  throw new PymcpError(
    'jail.start-failed',
    `it could not be found out whether namespaces are to be had: ${words === '' ? 'bubblewrap gave no answer' : words.slice(0, 200)}`,
    'run `pymcp doctor` to see what this machine lacks',
  );
}
