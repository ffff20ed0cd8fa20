// Proves: jail.kernel. Every call of the table by its number, in a sandbox, of the kernel without a filter, and of the filter
// alone: with arguments to which the filter and the kernel have different answers, so that each answer says who gave it.
import assert from 'node:assert/strict';
import { release } from 'node:os';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { openJail } from '../support/jail.js';
import { allowedProbes } from './allowed-probes.js';
import { askFilter, askInside, askKernel } from './ask-probes.js';
import { allowedNames, type Probe, refusedAnswers, type Right, withNumbers } from './probe.js';
import { refusedProbes } from './refused-probes.js';

const jail = await openJail();
const isRoot = process.getuid?.() === 0;
const rights: readonly Right[] = isRoot ? ['none', 'of namespaces', 'of root'] : ['none', 'of namespaces'];

const toTable = (probes: readonly Probe[], answers: readonly string[]): Record<string, string> =>
  Object.fromEntries(probes.map(({ name }, index) => [name, answers[index] ?? 'no answer']));

const namesOf = (probes: readonly Probe[]): string[] => probes.map(({ name }) => name).sort();

/** Whether this kernel is as new. */
function isSince([major, minor]: readonly [number, number]): boolean {
  const [here = 0, minorHere = 0] = release().split('.').map(Number);
  return here > major || (here === major && minorHere >= minor);
}

describe('the probes', () => {
  it('are one for each call of the table that this processor has', () => {
    assert.deepEqual(
      namesOf(allowedProbes),
      withNumbers(allowedNames)
        .map(([name]) => name)
        .sort(),
    );
    assert.deepEqual(
      namesOf(refusedProbes),
      withNumbers([...refusedAnswers.keys()])
        .map(([name]) => name)
        .sort(),
    );
  });

  it('of allowed calls expect nothing that the filter could have said', () => {
    for (const { name, answer } of allowedProbes) assert.ok(!['ENOSYS', 'EPERM'].includes(answer), name);
  });
});

describe('a call that the table allows', () => {
  const expected = allowedProbes.map(({ answer, since }) => (isSince(since) ? answer : 'ENOSYS'));

  it('is passed on by the filter', async () => {
    const filtered = allowedProbes.filter(({ unfilteredSince }) => !isSince(unfilteredSince));
    const answers = toTable(filtered, await askFilter(filtered));
    assert.deepEqual(answers, Object.fromEntries(filtered.map(({ name }) => [name, 'passed'])));
  });

  it('is answered in a sandbox by the kernel', async () => {
    const answers = await askInside(jail, allowedProbes);
    const wanted = allowedProbes.map(({ right }, index) => (right === 'none' ? expected[index] : 'EPERM'));
    assert.deepEqual(toTable(allowedProbes, answers), toTable(allowedProbes, wanted as string[]));
  });

  for (const right of rights) {
    it(`control: is answered so without a filter too (right: ${right})`, async () => {
      const probes = allowedProbes.filter((probe) => probe.right === right);
      const answers = await askKernel(right, probes);
      const wanted = allowedProbes.flatMap((probe, index) =>
        probe.right === right ? [expected[index] ?? ''] : [],
      );
      assert.deepEqual(toTable(probes, answers), toTable(probes, wanted));
    });
  }
});

describe('a call that the table refuses', () => {
  const expected = toTable(
    refusedProbes,
    refusedProbes.map(({ name }) => refusedAnswers.get(name) ?? ''),
  );

  it('is answered by the filter, which the kernel does not get to see', async () => {
    assert.deepEqual(toTable(refusedProbes, await askFilter(refusedProbes)), expected);
  });

  it('is answered so in a sandbox', async () => {
    assert.deepEqual(toTable(refusedProbes, await askInside(jail, refusedProbes)), expected);
  });

  for (const right of rights) {
    it(`control: has another answer of the kernel (right: ${right})`, async () => {
      const probes = refusedProbes.filter((probe) => probe.right === right);
      const answers = toTable(probes, await askKernel(right, probes));
      const same = probes.filter(({ name }) => answers[name] === expected[name]);
      assert.deepEqual(namesOf(same), [], JSON.stringify(answers));
    });
  }
});

alsoAsOrdinaryUser(import.meta.url);
