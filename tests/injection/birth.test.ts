// Proves: fail.closed. Every system call of a birth is made to fail, one at a time, in the real product by strace: the run is
// refused with the layer and a hint, before a line of the program has run; nothing is left; the next run works.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../src/core/errors.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertServes, type Gateway, withGateway, withoutPool } from '../support/gateway.js';
import { sandboxProcessesOf, waitFor } from '../support/host-processes.js';
import { leavingsOf } from '../support/leavings.js';
import { attachStrace } from '../support/strace.js';
import { tellStrength } from './strength.js';
import { type BirthCall, templateOf, traceBirth } from './birth-calls.js';

/** What must be among the calls that are made to fail; not a list of all, which is the trace. */
const expected = [
  'connect',
  'sendto',
  'openat',
  'write',
  'unshare',
  'setsid',
  'mount',
  'mkdir',
  'pivot_root',
  'chdir',
  'umount2',
  'rmdir',
  'sethostname',
  'socket',
  'prlimit64',
  'close_range',
  'prctl',
  'capset',
  'seccomp',
  'readlink',
  'statfs',
] as const;

/**
 * Of these the template makes some too, so that it would be hit in the sandbox's place, and of what init makes the agent
 * makes some. tests/jail/fail-closed.test.ts lets these fail in copies of the product.
 */
const mayBeShadowed: readonly string[] = [
  ...['clone', 'prctl', 'ioctl', 'close', 'write', 'wait4', 'getsockname', 'getsockopt', 'sendto', 'poll'],
  ...[
    'openat',
    'newfstatat',
    'fcntl',
    'setsid',
    'chdir',
    'rt_sigaction',
    'getpid',
    'read',
    'mmap',
    'munmap',
    'brk',
  ],
];

/** The allocator asks again elsewhere. Of the sandbox that comes of it, what it says about itself must be as ever. */
const needless = new Set(['brk', 'mmap', 'munmap', 'madvise', 'mprotect']);

interface Answer {
  /** What the run says about how it is held. */
  readonly said: string;
  /** The outcome's status, or the refusal. */
  readonly end: string | PymcpError;
}

async function ask(gateway: Gateway): Promise<Answer> {
  let said = '';
  const onStdout = (chunk: Buffer): undefined => {
    said += chunk.toString();
  };
  const end = await gateway.run(tellStrength, { onStdout }).then(
    ({ outcome }) => outcome.status,
    (error: unknown) => {
      assert.ok(error instanceof PymcpError, String(error));
      return error;
    },
  );
  return { said, end };
}

async function letFail(
  gateway: Gateway,
  { name, ordinal, line, by }: BirthCall,
  asEver: string,
): Promise<void> {
  const options = ['-e', `trace=${name}`, '-e', `inject=${name}:error=EPERM:when=${ordinal}`];
  const strace = await attachStrace(templateOf(process.pid), options);
  const { said, end } = await ask(gateway);
  const traced = [...(await strace.detach()).values()].flat();
  const what = `${by}: ${name} ${ordinal}: ${line}`;
  assert.ok(
    traced.some((each) => each.includes('(INJECTED)')),
    `${what}: was not called`,
  );
  if (typeof end === 'string') {
    // By then the agent is sealed and on its way: a reaper that goes takes it along, wherever it is.
    if (by === 'reaper' && end === 'lost') return;
    assert.ok(needless.has(name) && end === 'completed', `${what}: the run was not refused`);
    assert.equal(said, asEver, what);
    return;
  }
  assert.equal(end.code, 'jail.layer-failed', what);
  assert.match(end.message, /^the jail's layer "[\w-]+" could not be set up: .+; nothing was run$/s, what);
  assert.ok(end.hint.length > 10, what);
  assert.equal(said, '', what);
}

async function assertNothingLeft(): Promise<void> {
  await waitFor('the end of the sandboxes', () => sandboxProcessesOf(process.pid).length === 0);
  await waitFor(
    'the end of their groups',
    () => !leavingsOf(process.pid).groups.some((group) => /-run-\d+$/.test(group)),
  );
}

/** Of the 41 capabilities that are dropped one by one, three will do. */
function isRepeated({ line }: BirthCall): boolean {
  const number = /^prctl\(PR_CAPBSET_DROP, (\w+)/.exec(line)?.[1];
  return number !== undefined && !['CAP_CHOWN', 'CAP_SYS_ADMIN', 'CAP_CHECKPOINT_RESTORE'].includes(number);
}

describe('a birth in which a system call fails', () => {
  it('is refused, whichever call it is, and nothing is left', async () => {
    await withGateway({ pool: withoutPool }, async (gateway) => {
      const { said: asEver } = await ask(gateway);
      await assertNothingLeft();
      const { calls, shadowed } = await traceBirth(gateway, assertNothingLeft);
      const names = new Set(calls.map(({ name }) => name));
      for (const name of expected) assert.ok(names.has(name), `no ${name} in the birth`);
      assert.deepEqual(
        shadowed.filter(({ name }) => !mayBeShadowed.includes(name)),
        [],
      );
      for (const call of calls.filter((each) => !isRepeated(each))) {
        await letFail(gateway, call, asEver);
        await assertServes(gateway);
        await assertNothingLeft();
      }
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
