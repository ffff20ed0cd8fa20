// Proves: jail.kernel. Each right of Landlock that this kernel has, tried: without a ruleset it is done, with a rule that gives
// exactly it too, and with one that gives every other, or gives all elsewhere, it is refused. The rules are loaded by the
// guest's own landlock.py; which ones a sandbox has is seen in sandbox.test.ts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { openJail } from '../support/jail.js';
import { askOutside } from '../support/outside.js';
import { fileProbe, fileRights, type Mode, modes } from './landlock-probe.js';

interface Answer {
  readonly abi: number;
  /** A word of bits: what landlock.py takes charge of. */
  readonly handled: number;
  /** The bits that the kernel takes. */
  readonly known: readonly number[];
  readonly said: Readonly<Record<string, readonly string[]>>;
}

const isRoot = process.getuid?.() === 0;
const { abi, handled, known, said } = await askOutside<Answer>(fileProbe, { identity: {} });

/** Where the call is let through, what comes of it here; `done` where nothing is said. */
const granted: Readonly<Record<string, string>> = {
  EXECUTE: 'ENOEXEC',
  IOCTL_DEV: 'ENOTTY',
  // For these the kernel itself asks for CAP_MKNOD, but only after Landlock.
  MAKE_CHAR: isRoot ? 'done' : 'EPERM',
  MAKE_BLOCK: isRoot ? 'done' : 'EPERM',
};
/** Landlock says EACCES, but of a file that would change its folder. */
const refusals: Readonly<Record<string, string>> = { REFER: 'EXDEV' };

function inMode(name: string, mode: Mode): string | undefined {
  return said[name]?.[modes.indexOf(mode)];
}

describe('Landlock', () => {
  it('is in this kernel, and the product finds it', async () => {
    // A kernel without it would have to be named here: all that the project supports have it.
    assert.ok(abi >= 1, `ABI ${abi}`);
    const { isolation } = await (await openJail()).run('1');
    assert.equal(isolation.landlockAbi, abi);
  });

  it('is used with every right that this kernel knows', () => {
    const wanted = fileRights.flatMap(([, since], bit) => (since <= abi ? [bit] : []));
    assert.deepEqual(known, wanted, 'the rights that the kernel takes are those of its ABI');
    assert.deepEqual(
      known.filter((bit) => ((handled >> bit) & 1) === 0),
      [],
    );
  });

  for (const [name, since] of fileRights) {
    const done = granted[name] ?? 'done';
    if (since > abi && name !== 'REFER') {
      it(`${name}: ABI ${abi} of this kernel lacks it (${since} has it), and what it would hold is not held`, () => {
        // To be asked, a device must be opened first, which is another right.
        const elsewhere = name === 'IOCTL_DEV' ? 'EACCES' : done;
        assert.deepEqual(said[name], [done, done, done, elsewhere]);
      });
      continue;
    }
    it(`${name}: is done without a ruleset, and with a rule that gives it`, () => {
      // ABI 1 cannot give it.
      const wanted = since <= abi ? done : 'EXDEV';
      assert.deepEqual([inMode(name, 'without'), inMode(name, 'only it')], [done, wanted]);
    });
    it(`${name}: is refused where a rule gives everything else, and where one gives everything elsewhere`, () => {
      const wanted = refusals[name] ?? 'EACCES';
      assert.deepEqual([inMode(name, 'all but it'), inMode(name, 'elsewhere')], [wanted, 'EACCES']);
    });
  }
});

alsoAsOrdinaryUser(import.meta.url);
