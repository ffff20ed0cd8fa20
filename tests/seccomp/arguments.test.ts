// Proves: jail.kernel. Every branch of every rule that looks at arguments, by real calls: in a sandbox, of the kernel without a
// filter, and of the filter alone.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { argumentRules } from '../../src/sandbox/backends/bubblewrap/seccomp/argument-rules.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { openJail } from '../support/jail.js';
import { type Vector, vectors } from './argument-vectors.js';
import { askFilter, askInside, askKernel } from './ask-probes.js';
import { baseArguments } from './base-arguments.js';

const jail = await openJail();

const describeVector = ({ name, words }: Vector): string =>
  `${name}(${words.map((word) => `0x${BigInt(word).toString(16)}`).join(', ')})`;

/**
 * Where a kernel without the rule gives the same answer, so that only "the filter alone" tells the two apart. A closed list:
 * every other branch is told apart by the errno itself.
 */
const agreements: Readonly<Partial<Record<string, { readonly covers: (vector: Vector) => boolean }>>> = {
  // PR_CAPBSET_DROP, PR_SET_SECUREBITS, PR_SET_IO_FLUSHER: the kernel too asks for a capability first.
  prctl: { covers: ({ words }) => [24n, 28n, 57n].includes(lowWord(words[0])) },
  // EINVAL is what a kernel says to an option that it does not know; ARCH_SET_CPUID and PERM_XCOMP_GUEST it knows.
  arch_prctl: { covers: ({ words }) => ![0x1012n, 0x1024n, 0x1025n].includes(lowWord(words[0])) },
  // A folder is made by mkdir, says the kernel too.
  mknod: { covers: ({ words }) => lowWord(words[1]) === 0o040000n },
  mknodat: { covers: ({ words }) => lowWord(words[2]) === 0o040000n },
  // The rule speaks as a kernel without that type or protocol would. It is one object with that of socketpair, which tells.
  socket: { covers: ({ verdict }) => verdict !== 'EAFNOSUPPORT' },
};

const lowWord = (word = ''): bigint => BigInt(word) & 0xffffffffn;

/** Those of which the answer is not the wanted one, with what it was. */
function differences(
  asked: readonly Vector[],
  answers: readonly string[],
  isRight: (answer: string, vector: Vector) => boolean,
): string[] {
  assert.equal(answers.length, asked.length);
  return asked.flatMap((vector, index) => {
    const answer = answers[index] ?? '';
    return isRight(answer, vector) ? [] : [`${describeVector(vector)}: ${answer}, not ${vector.verdict}`];
  });
}

async function askControls(asked: readonly Vector[]): Promise<string[]> {
  const answers = new Map<Vector, string>();
  for (const right of ['none', 'of namespaces'] as const) {
    const group = asked.filter((vector) => vector.right === right);
    (await askKernel(right, group)).forEach((answer, index) => {
      if (group[index] !== undefined) answers.set(group[index], answer);
    });
  }
  return asked.map((vector) => answers.get(vector) ?? '');
}

describe('the rules that look at arguments', () => {
  it('have a probe each, and each probe a branch that is refused and one that is not', () => {
    assert.deepEqual(Object.keys(baseArguments).sort(), Object.keys(argumentRules).sort());
    for (const name of new Set(vectors.map((vector) => vector.name))) {
      const verdicts = vectors.filter((vector) => vector.name === name).map(({ verdict }) => verdict);
      assert.ok(verdicts.includes('allow') && new Set(verdicts).size > 1, name);
    }
  });

  it('are what the filter does, whatever the kernel would say', async () => {
    const answers = await askFilter(vectors);
    const isRight = (answer: string, { verdict }: Vector): boolean =>
      answer === (verdict === 'allow' ? 'passed' : verdict);
    assert.deepEqual(differences(vectors, answers, isRight), []);
  });

  it('are what happens in a sandbox', async () => {
    const refused = vectors.filter(({ verdict }) => verdict !== 'allow');
    const answers = await askInside(jail, refused);
    assert.deepEqual(
      differences(refused, answers, (answer, { verdict }) => answer === verdict),
      [],
    );
  });

  it('leave the rest to the kernel, which answers in a sandbox as outside', async () => {
    const allowed = vectors.filter(({ verdict }) => verdict === 'allow');
    const [inside, outside] = await Promise.all([askInside(jail, allowed), askControls(allowed)]);
    const differ = differences(allowed, inside, (answer, vector) => {
      // What the kernel does here depends on who else is in a group or has the user id.
      if (vector.name === 'setpriority') return ['done', 'ESRCH', 'EINVAL'].includes(answer);
      return answer === outside[allowed.indexOf(vector)];
    });
    assert.deepEqual(differ, []);
  });

  it('control: without a filter the kernel answers otherwise, but for what is listed', async () => {
    const refused = vectors.filter(({ verdict }) => verdict !== 'allow');
    const answers = await askControls(refused);
    const unlisted = refused.filter((vector) => agreements[vector.name]?.covers(vector) !== true);
    const isOther = (answer: string, { verdict }: Vector): boolean => answer !== verdict;
    const answersOf = (some: readonly Vector[]): string[] =>
      some.map((vector) => answers[refused.indexOf(vector)] ?? '');
    assert.deepEqual(differences(unlisted, answersOf(unlisted), isOther), []);
    for (const name of Object.keys(agreements)) {
      const told = unlisted.filter((vector) => vector.name === name);
      assert.ok(told.length > 0, `of ${name} nothing tells the filter from the kernel`);
    }
  });
});

alsoAsOrdinaryUser(import.meta.url);
