import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BackendName } from '../core/backend-names.js';
import { PymcpError } from '../core/errors.js';
import { defaultLimits, defaultTotalLimits } from '../core/limits.js';
import type { Backend, JailProgram, Sandbox, Template } from '../sandbox/backend-contract.js';
import type { Choice } from '../sandbox/choose-backend.js';
import { ChosenEngine } from './chosen-engine.js';

const policy = { interpreter: '/usr/bin/python3', preload: [], strict: false };
const failed = new PymcpError('jail.start-failed', 'no jail', 'mend it');

interface Made {
  readonly opens: PymcpError | null;
  readonly programs: JailProgram['state'];
  readonly lack: string | null | Error;
}

/** What was asked of the machine, in turn. */
function open(made: Partial<Record<BackendName, Partial<Made>>>): {
  engine: ChosenEngine;
  asked: string[];
  told: string[];
} {
  const asked: string[] = [];
  const told: string[] = [];
  const toBackend = (name: BackendName): Backend => {
    const { opens = null, programs = 'found', lack = null } = made[name] ?? {};
    const program = {
      name,
      path: '/p',
      version: '1',
      flaws: [],
      why: 'it is not installed',
      fix: 'install it',
    };
    return {
      name,
      probe: () => Promise.resolve([]),
      listPrograms: () => {
        asked.push(`${name}: programs`);
        return Promise.resolve([{ ...program, state: programs }]);
      },
      findLack: () => {
        asked.push(`${name}: trial`);
        return lack instanceof Error ? Promise.reject(lack) : Promise.resolve(lack);
      },
      openEngine: () => ({
        openTemplate: () => {
          asked.push(`${name}: open`);
          return opens === null ? Promise.resolve(templateOf(name)) : Promise.reject(opens);
        },
        close: () => {
          asked.push(`${name}: close`);
          return Promise.resolve();
        },
      }),
    };
  };
  const choices = (Object.keys(made) as BackendName[]).map((backend, index): Choice => ({
    ...{ backend, reason: `reason ${index}`, isLess: index > 0 },
  }));
  const engine = new ChosenEngine({
    ...{ total: defaultTotalLimits, backend: 'auto', outerBoundary: 'jail' },
    onLess: (reason) => told.push(reason),
    load: (name) => Promise.resolve(toBackend(name)),
    choose: () => Promise.resolve(choices as [Choice, ...Choice[]]),
  });
  return { engine, asked, told };
}

function templateOf(backend: string): Template {
  const sandbox = { isolation: { backend, scope: 'own' }, fork: () => Promise.resolve(sandbox) };
  const launch = (): Promise<Sandbox> => Promise.resolve(sandbox as unknown as Sandbox);
  return { launch, isGone: false, close: () => Promise.resolve() } as unknown as Template;
}

describe('the chosen engine', () => {
  it('tries nothing besides where the first is to be had, and its sandboxes and their copies say why', async () => {
    const { engine, asked, told } = open({ bubblewrap: {}, gvisor: {} });
    const sandbox = await (await engine.openTemplate(policy)).launch(defaultLimits);
    const copy = await sandbox.fork(defaultLimits);
    for (const { isolation } of [sandbox, copy])
      assert.deepEqual([isolation.backend, isolation.reason], ['bubblewrap', 'reason 0']);
    assert.deepEqual([asked, told], [['bubblewrap: open'], []]);
  });

  it('throws the own error of the first at once where no other could be taken', async () => {
    const { engine, asked } = open({ bubblewrap: { opens: failed, lack: 'EPERM' } });
    await assert.rejects(engine.openTemplate(policy), failed);
    assert.deepEqual(asked, ['bubblewrap: open']);
  });

  it('likewise, without a trial, where the programs of the others are not here', async () => {
    const { engine, asked } = open({
      bubblewrap: { opens: failed, lack: 'EPERM' },
      gvisor: { programs: 'absent' },
    });
    await assert.rejects(engine.openTemplate(policy), failed);
    assert.deepEqual(asked, ['bubblewrap: open', 'gvisor: programs']);
  });

  it('takes the next one where a trial shows that the first is not to be had, and says so once', async () => {
    const { engine, asked, told } = open({ bubblewrap: { opens: failed, lack: 'EPERM' }, gvisor: {} });
    const first = await engine.openTemplate(policy);
    await engine.openTemplate(policy);
    const { isolation } = await first.launch(defaultLimits);
    const reason = 'reason 1: bubblewrap is not to be had (EPERM)';
    assert.deepEqual([isolation.backend, isolation.reason], ['gvisor', reason]);
    assert.deepEqual(told, [`the backend is gvisor: ${reason}`]);
    await engine.close();
    assert.deepEqual(asked.slice(-2).sort(), ['bubblewrap: close', 'gvisor: close']);
  });

  it('a program that is missing is a lack as well', async () => {
    const missing = new PymcpError('host.program-missing', 'no bwrap', 'install it');
    const { engine } = open({ bubblewrap: { opens: missing, lack: missing }, gvisor: {} });
    const { isolation } = await (await engine.openTemplate(policy)).launch(defaultLimits);
    assert.equal(isolation.backend, 'gvisor');
  });

  it('an error stays one where the jail is to be had after all, or nobody can say', async () => {
    for (const lack of [null, new Error('no answer')]) {
      const { engine } = open({ bubblewrap: { opens: failed, lack }, gvisor: {} });
      await assert.rejects(engine.openTemplate(policy), failed);
    }
  });

  it('an error of anything else is not mended by another backend', async () => {
    const other = new PymcpError('limits.not-enforced', 'weak', 'delegate');
    const { engine, asked } = open({ bubblewrap: { opens: other, lack: 'EPERM' }, gvisor: {} });
    await assert.rejects(engine.openTemplate(policy), other);
    assert.deepEqual(asked, ['bubblewrap: open']);
  });

  it('tells of all that failed, the strongest first', async () => {
    const second = new PymcpError('jail.start-failed', 'no sandbox', 'mend that');
    const { engine } = open({ bubblewrap: { opens: failed, lack: 'EPERM' }, gvisor: { opens: second } });
    await assert.rejects(engine.openTemplate(policy), {
      code: failed.code,
      hint: failed.hint,
      message: 'no jail; tried besides: gvisor: no sandbox',
    });
  });

  it('opens nothing once it is closed', async () => {
    const { engine } = open({ bubblewrap: {} });
    await engine.close();
    await assert.rejects(engine.openTemplate(policy), { code: 'gateway.cancelled' });
  });
});
