import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../core/errors.js';
import { chooseBackend, containerHint, explainInContainer, type Surroundings } from './choose-backend.js';

const inContainer = { isContainer: true, mark: '/.dockerenv' } as const;
const outside = { isContainer: false, why: 'no mark' } as const;

function surroundings(sign: typeof inContainer | typeof outside, lack: string | null): Surroundings {
  return { seeContainer: () => Promise.resolve(sign), findLack: () => Promise.resolve(lack) };
}

describe('chooseBackend', () => {
  it('never chooses less unasked, also where nothing else is to be had', async () => {
    const { backend, isLess } = await chooseBackend('jail', surroundings(inContainer, 'refused'));
    assert.deepEqual([backend.name, isLess], ['bubblewrap', false]);
  });

  it('chooses less in a container that refuses namespaces, where a person said so, and says why', async () => {
    const { backend, isLess, reason } = await chooseBackend('container', surroundings(inContainer, 'EPERM'));
    assert.deepEqual([backend.name, isLess], ['contained', true]);
    assert.match(reason, /\.dockerenv.*EPERM/);
  });

  it('takes the stronger one where namespaces are to be had after all', async () => {
    const { backend, isLess } = await chooseBackend('container', surroundings(inContainer, null));
    assert.deepEqual([backend.name, isLess], ['bubblewrap', false]);
  });

  it('refuses outside of a container, whatever is lacking', async () => {
    await assert.rejects(chooseBackend('container', surroundings(outside, 'EPERM')), {
      code: 'jail.start-failed',
    });
  });

  it('refuses where it cannot be found out what is lacking', async () => {
    const unknown = new PymcpError('host.program-missing', 'no bwrap', 'install it');
    const { seeContainer } = surroundings(inContainer, null);
    await assert.rejects(
      chooseBackend('container', { seeContainer, findLack: () => Promise.reject(unknown) }),
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
    assert.match(told.hint, /unmask=ALL.*systempaths=unconfined.*--outer-boundary container/);
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
