// Proves: jail.kernel. Not the values that somebody has thought of but all of them, in a sandbox: every ioctl, fcntl and prctl
// number of 16 bits, every family, type and protocol of a socket. What passes is what the rules list and nothing else.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { argumentRules } from '../../src/sandbox/backends/bubblewrap/seccomp/argument-rules.js';
import type { Rule } from '../../src/sandbox/backends/bubblewrap/seccomp/rule.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { openJail } from '../support/jail.js';
import { numberOf, syscallPrelude } from '../support/syscall-probe.js';

const jail = await openJail();

/** The values of 16 bits that a rule of one list lets pass. */
function listed(rule: Rule | undefined): number[] {
  if (rule === undefined || typeof rule === 'string') return [];
  return rule.cases
    .flatMap(({ values }) => values)
    .filter((value) => value <= 0xffff)
    .sort((a, b) => a - b);
}

/** Python: the values for which `made(value)` is not `refusal`. */
const sweep = (made: string, refusal: string, from = 0): string => `${syscallPrelude}
answer([value for value in range(${from}, 0x10000) if ${made} != "${refusal}"])`;

describe('of all numbers of 16 bits a sandbox has', () => {
  it('the ioctls of the rule', async () => {
    const passed = await jail.ask(sweep(`call(${numberOf('ioctl')}, -1, value, 0)`, 'EPERM'));
    assert.deepEqual(passed, listed(argumentRules.ioctl));
  });

  it('the commands of fcntl of the rule', async () => {
    const passed = await jail.ask(sweep(`call(${numberOf('fcntl')}, -1, value, 0)`, 'EINVAL'));
    assert.deepEqual(passed, listed(argumentRules.fcntl));
  });

  it('the options of prctl of the rule', async () => {
    // With 0, which most of them take for their default; PR_SET_DUMPABLE is refused for it.
    const passed = await jail.ask(sweep(`call(${numberOf('prctl')}, value, 0, 0, 0, 0)`, 'EPERM'));
    assert.deepEqual(
      passed,
      listed(argumentRules.prctl).filter((option) => option !== 4),
    );
  });
});

describe('of all sockets a sandbox has', () => {
  for (const name of ['socket', 'socketpair'] as const) {
    it(`${name}: UNIX, and TCP and UDP of IPv4 and IPv6`, async () => {
      const passed = await jail.ask<number[][]>(`${syscallPrelude}
import itertools
refusals = ("EAFNOSUPPORT", "ESOCKTNOSUPPORT", "EPROTONOSUPPORT")
def is_refused(family, kind, protocol):
    # A flag that no kernel knows beside the type would be refused by itself; a socket that is made is closed again.
    result = _libc.syscall(ctypes.c_long(${numberOf(name)}), *map(ctypes.c_long, (family, kind, protocol, -1)))
    if ${name === 'socket' ? 'True' : 'False'} and result >= 0: os.close(result)
    return result < 0 and errno.errorcode[ctypes.get_errno()] in refusals
answer([which for which in itertools.product(range(64), range(16), (*range(20), 33, 58, 132, 136, 255, 256, 262)) if not is_refused(*which)])`);
      const wanted = [
        ...[1, 2, 5].map((type) => [1, type, 0]),
        ...[2, 10].flatMap((family) =>
          [1, 2].flatMap((type) => [0, 6, 17].map((protocol) => [family, type, protocol])),
        ),
      ];
      // Whether TCP can be a datagram is the kernel's to say, and it says no.
      const possible =
        name === 'socket' ? wanted.filter(([, type, protocol]) => isPossible(type, protocol)) : wanted;
      assert.deepEqual(passed, possible);
    });
  }
});

function isPossible(type = 0, protocol = 0): boolean {
  return protocol === 0 || (protocol === 6 ? type === 1 : type === 2);
}

alsoAsOrdinaryUser(import.meta.url);
