import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../core/errors.js';
import { namedBackends } from '../core/backend-names.js';
import { type Ability, abilityNames, abilityWords, isAble, listAble } from './abilities.js';
import {
  chooseBackends,
  containerHint,
  explainInContainer,
  type Surroundings,
  type Wish,
} from './choose-backend.js';

const inContainer = { isContainer: true, mark: '/.dockerenv' } as const;
const outside = { isContainer: false, why: 'no mark' } as const;

function surroundings(sign: typeof inContainer | typeof outside, lack: string | null): Surroundings {
  return { seeContainer: () => Promise.resolve(sign), findLack: () => Promise.resolve(lack) };
}

const trial = surroundings(inContainer, 'EPERM');

async function choose(
  wish: Partial<Wish>,
  needs: readonly Ability[] = [],
  around = trial,
): Promise<readonly (readonly [string, boolean])[]> {
  const choices = await chooseBackends({ backend: 'auto', outerBoundary: 'jail', ...wish }, needs, around);
  return choices.map(({ backend, isLess }) => [backend, isLess]);
}

describe('without a name', () => {
  it('the strongest is first, whatever is asked for, and none that does not hold the corpus is tried', async () => {
    for (const needs of [[], ['workspace'], ['network', 'packages'], ['copies', 'program']] as const) {
      const [first, ...others] = await choose({}, needs);
      assert.deepEqual(first, ['bubblewrap', false]);
      const wanted = listAble([...needs, 'corpus']).slice(1);
      assert.deepEqual(
        others,
        wanted.map((name) => [name, true]),
      );
      assert.equal(
        others.some(([name]) => name === 'contained'),
        false,
      );
    }
  });

  it('less is never chosen unasked, also where nothing else is to be had', async () => {
    assert.deepEqual((await choose({}))[0], ['bubblewrap', false]);
  });
});

describe('a name', () => {
  it('is obeyed, and nothing stands behind it', async () => {
    for (const backend of namedBackends) {
      const isLess = !isAble(backend, 'corpus');
      assert.deepEqual(await choose({ backend }), [[backend, isLess]]);
    }
  });

  it('is refused where it cannot what is asked for, with the names of those that can', async () => {
    for (const backend of namedBackends)
      for (const ability of abilityNames.filter((one) => !isAble(backend, one)))
        await assert.rejects(choose({ backend }, [ability]), (error) => {
          assert.ok(error instanceof PymcpError);
          assert.equal(error.code, 'backend.unable');
          assert.ok(
            error.message.includes(`backend ${backend} cannot`) &&
              error.message.includes(abilityWords[ability]),
          );
          assert.match(error.hint, /--backend bubblewrap/);
          return true;
        });
  });

  it('and a container as the outer boundary are two words that do not go together', async () => {
    await assert.rejects(choose({ backend: 'bubblewrap', outerBoundary: 'container' }), {
      code: 'usage.invalid',
    });
  });
});

describe('a container as the outer boundary', () => {
  const wish = { outerBoundary: 'container', backend: 'auto' } as const;

  it('chooses less in a container that refuses namespaces, and says why', async () => {
    const [choice] = await chooseBackends(wish, [], trial);
    assert.deepEqual([choice.backend, choice.isLess], ['contained', true]);
    assert.match(choice.reason, /\.dockerenv.*EPERM/);
  });

  it('takes the stronger one where namespaces are to be had after all', async () => {
    assert.deepEqual(await choose(wish, [], surroundings(inContainer, null)), [['bubblewrap', false]]);
  });

  it('is refused outside of a container, whatever is lacking', async () => {
    await assert.rejects(choose(wish, [], surroundings(outside, 'EPERM')), { code: 'jail.start-failed' });
  });

  it('is refused where it cannot be found out what is lacking', async () => {
    const unknown = new PymcpError('host.program-missing', 'no bwrap', 'install it');
    const { seeContainer } = surroundings(inContainer, null);
    await assert.rejects(
      choose(wish, [], { seeContainer, findLack: () => Promise.reject(unknown) }),
      unknown,
    );
  });
});

describe('explainInContainer', () => {
  const failed = new PymcpError('jail.start-failed', 'bwrap failed', 'run doctor');

  it('names both ways on in a container that refuses namespaces', async () => {
    const told = await explainInContainer(failed, surroundings(inContainer, 'EPERM'));
    assert.ok(told instanceof PymcpError);
    assert.deepEqual(
      [told.code, told.message, told.hint],
      ['jail.start-failed', 'bwrap failed', containerHint],
    );
    assert.match(told.hint, /systempaths=unconfined.*unmask=ALL.*--outer-boundary container/);
  });

  it('leaves every other error as it is', async () => {
    const other = new PymcpError('limits.not-enforced', 'm', 'h');
    assert.equal(await explainInContainer(other, surroundings(inContainer, 'EPERM')), other);
    assert.equal(await explainInContainer(failed, surroundings(outside, 'EPERM')), failed);
    assert.equal(await explainInContainer(failed, surroundings(inContainer, null)), failed);
    const { seeContainer } = surroundings(inContainer, null);
    const unknown = { seeContainer, findLack: () => Promise.reject(new Error('gone')) };
    assert.equal(await explainInContainer(failed, unknown), failed);
  });
});
