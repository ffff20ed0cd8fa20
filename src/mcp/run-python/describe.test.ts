import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultLimits } from '../../core/limits.js';
import { parseEnvironmentName } from '../../core/names.js';
import { listEnvironments } from '../../execution/environments.js';
import { describeRunPython } from './describe.js';

const facts = { version: '3.11.2', packages: ['numpy', 'pandas', 'matplotlib', 'scipy', 'sklearn', 'sympy'] };

const environment = parseEnvironmentName('python');
const environments = listEnvironments();

describe('the description of run_python', () => {
  for (const workspaceAccess of ['none', 'read-only', 'writable'] as const) {
    const text = describeRunPython(
      { limits: defaultLimits, workspaceAccess, network: 'none', environment, environments },
      facts,
    );

    it(`fits into what clients show, workspace: ${workspaceAccess}`, () => {
      assert.ok(Buffer.byteLength(text) < 2048, String(Buffer.byteLength(text)));
    });

    it(`says what is there, workspace: ${workspaceAccess}`, () => {
      for (const part of [
        '3.11.2',
        'pandas',
        'no network',
        '30 s',
        '512 MB',
        'timeout_s',
        'Stateless',
        'create_session',
        'data (numpy, pandas',
      ]) {
        assert.ok(text.includes(part), part);
      }
      assert.equal(text.includes('/workspace'), workspaceAccess !== 'none');
    });
  }

  it('names the hosts of a network, as many as fit', () => {
    const host = `${'a'.repeat(60)}.example:443`;
    const setting = {
      limits: defaultLimits,
      workspaceAccess: 'writable',
      environment,
      environments,
    } as const;
    for (const [network, said] of [
      [['pypi.org:443'], 'The network leads to pypi.org:443 alone'],
      [[host, host, host], `The network leads to ${host} and 2 more alone`],
      [[host.repeat(3)], 'The network leads to 1 named hosts alone'],
    ] as const) {
      const text = describeRunPython({ ...setting, network }, facts);
      assert.ok(text.includes(said), text);
      assert.ok(!text.includes('no network'));
      assert.ok(Buffer.byteLength(text) < 2048, String(Buffer.byteLength(text)));
    }
  });

  it('promises no package where the jail could not be asked', () => {
    const text = describeRunPython(
      { limits: defaultLimits, workspaceAccess: 'none', network: 'none', environment, environments },
      null,
    );
    assert.match(text, /^CPython with its standard library\.$/m);
  });
});
