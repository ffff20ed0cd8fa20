// Which template a call is given: by what its environment is made of at that moment, and never one that was made before.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../core/errors.js';
import { defaultLimits } from '../core/limits.js';
import { type EnvironmentName, parseEnvironmentName } from '../core/names.js';
import type { NetworkGrant } from '../core/network.js';
import type { Template } from '../sandbox/backend-contract.js';
import type { PythonEnvironment } from './environments.js';
import { FakeSandbox, levels } from './fake-sandbox.test-support.js';
import { LiveTemplates } from './live-templates.js';

interface Opened {
  readonly of: string;
  closes: number;
}

const maps = parseEnvironmentName('maps');
const seas = parseEnvironmentName('seas');
const grant: NetworkGrant = {
  rules: [],
  hosts: [],
  openSocket: () => Promise.resolve('/socket'),
  openRun: () => Promise.reject(new Error('nothing runs')),
};

function setUp(): {
  readonly known: Map<EnvironmentName, string>;
  readonly opened: Opened[];
  readonly templates: LiveTemplates;
} {
  const known = new Map([
    [maps, 'a'],
    [seas, 'b'],
  ]);
  const opened: Opened[] = [];
  const toEnvironment = (content: string): PythonEnvironment => ({
    interpreter: '/usr/bin/python3',
    preload: [],
    optionalPreload: [],
    packages: { folder: `/trees/${content}`, content, pythonVersion: '3.11.2' },
  });
  const templates = new LiveTemplates({
    environments: {
      find: (name) => {
        const content = known.get(name);
        if (content === undefined) throw new PymcpError('environment.unknown', 'there is none', 'make it');
        return toEnvironment(content);
      },
      list: () => [],
      stamp: () => null,
    },
    open: (environment, network) => {
      const one: Opened = {
        of: `${environment.packages?.content ?? ''}${network === null ? '' : ' with a network'}`,
        closes: 0,
      };
      opened.push(one);
      const template: Template = {
        levels,
        isGone: false,
        launch: () => Promise.resolve(new FakeSandbox()),
        close: () => {
          one.closes += 1;
          return Promise.resolve();
        },
      };
      return Promise.resolve(template);
    },
    limits: defaultLimits,
    pool: { least: 0, most: 0 },
  });
  return { known, opened, templates };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the templates of a gateway', () => {
  it('are one for each environment, with and without a network', async () => {
    const { opened, templates } = setUp();
    for (const network of [null, grant, null, grant])
      for (const name of [maps, seas]) await templates.sourceOf(name, network).launch(defaultLimits);
    assert.deepEqual(
      opened.map(({ of }) => of),
      ['a', 'b', 'a with a network', 'b with a network'],
    );
    await templates.close();
    assert.deepEqual(
      opened.map(({ closes }) => closes),
      [1, 1, 1, 1],
    );
  });

  it('are never those of an environment as it was before it was made again', async () => {
    const { known, opened, templates } = setUp();
    const before = templates.sourceOf(maps, null);
    await before.launch(defaultLimits);
    known.set(maps, 'c');
    const now = templates.sourceOf(maps, null);
    assert.notEqual(now, before);
    await now.launch(defaultLimits);
    await settle();
    assert.deepEqual(
      opened.map(({ of, closes }) => [of, closes]),
      [
        ['a', 0],
        ['c', 0],
      ],
    );
    await templates.close();
  });

  it('are shared by environments of the same content, and stay with the other where one goes', async () => {
    const { known, templates } = setUp();
    known.set(seas, 'a');
    const shared = templates.sourceOf(maps, null);
    assert.equal(templates.sourceOf(seas, null), shared);
    known.delete(maps);
    assert.throws(() => templates.sourceOf(maps, null), { code: 'environment.unknown' });
    assert.equal(templates.sourceOf(seas, null), shared);
    await templates.close();
  });

  it('are six at most: the one goes that was used longest ago', async () => {
    const { known, opened, templates } = setUp();
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'].map(parseEnvironmentName);
    for (const [at, name] of names.entries()) known.set(name, `content ${at}`);
    const first = templates.sourceOf(names[0] ?? maps, null);
    const second = templates.sourceOf(names[1] ?? maps, null);
    await first.launch(defaultLimits);
    for (const name of names.slice(2, 6)) templates.sourceOf(name, null);
    assert.equal(templates.sourceOf(names[0] ?? maps, null), first);
    templates.sourceOf(names[6] ?? maps, null);
    assert.equal(templates.sourceOf(names[0] ?? maps, null), first, 'it was used a moment ago');
    assert.notEqual(templates.sourceOf(names[1] ?? maps, null), second);
    await templates.close();
    assert.deepEqual(
      opened.map(({ closes }) => closes),
      [1],
    );
  });
});
