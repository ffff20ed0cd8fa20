import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { debianPython } from '../bubblewrap/installation.test-support.js';
import { toRootPlan } from '../standalone/root-plan.js';
import { toBundleConfig, toRunscCommand } from './gvisor-config.js';

const root = toRootPlan({
  python: debianPython,
  etcFiles: { hostname: 'pymcp\n' },
  guestFolder: '/run/gw-1/guest',
  socketFolder: '/run/gw-1/gw',
  egressSocketPath: null,
  hasWorkspace: true,
  packages: null,
  program: null,
});

interface Config {
  readonly root: { readonly path: string; readonly readonly: boolean };
  readonly process: {
    readonly user: object;
    readonly noNewPrivileges: boolean;
    readonly env: readonly string[];
  };
  readonly mounts: readonly {
    readonly destination: string;
    readonly source: string;
    readonly options: string[];
  }[];
}

function configOf(workspace: 'read-only' | 'writable' | null): Config {
  const facts = { python: debianPython, root, view: '/run/gw-1/run-1/view' };
  return toBundleConfig({ ...facts, workspace }) as Config;
}

describe('toBundleConfig', () => {
  it('has a read-only root, no new privileges and nothing of the environment of the host', () => {
    const { root: top, process: first } = configOf(null);
    assert.deepEqual(top, { path: '/run/gw-1/run-1/view/root', readonly: true });
    assert.equal(first.noNewPrivileges, true);
    assert.ok(first.env.includes('HOME=/home/mcp'));
    assert.ok(!first.env.some((word) => word.includes('/root')));
  });

  it('lets nothing be executed where something may be written, and nothing be written elsewhere', () => {
    for (const { destination, options } of configOf('writable').mounts) {
      if (destination === '/proc') continue;
      assert.ok(options.includes('nosuid') && options.includes('nodev'), destination);
      const isOurs = destination.startsWith('/opt/');
      assert.ok(isOurs || options.includes('ro') !== options.includes('noexec'), destination);
      assert.ok(options.includes('ro') || options.includes('noexec'), destination);
    }
  });

  it('shows a workspace out of the namespace in which its secrets are masked', () => {
    assert.deepEqual(
      configOf('read-only').mounts.find(({ destination }) => destination === '/workspace'),
      {
        destination: '/workspace',
        type: 'bind',
        source: '/run/gw-1/run-1/view/workspace',
        options: ['rbind', 'ro', 'nosuid', 'nodev', 'noexec'],
      },
    );
    assert.ok(!configOf(null).mounts.some(({ destination }) => destination === '/workspace'));
  });
});

describe('toRunscCommand', () => {
  it('has no network, opens no socket of the host but those that are shown, and looks again where others may write', () => {
    const facts = { runsc: '/usr/bin/runsc', stateFolder: '/s', bundle: '/b', name: 'pymcp-1' };
    const words = toRunscCommand({ ...facts, isShared: true });
    for (const word of ['--network=none', '--host-uds=open', '--host-fifo=none', '--rootless'])
      assert.ok(words.includes(word), word);
    assert.ok(words.includes('--file-access-mounts=shared'));
    assert.ok(toRunscCommand({ ...facts, isShared: false }).includes('--file-access-mounts=exclusive'));
    assert.deepEqual(words.slice(-4), ['run', '--bundle', '/b', 'pymcp-1']);
  });
});
