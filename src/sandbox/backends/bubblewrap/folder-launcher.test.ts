import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { workspaceOf } from './installation.test-support.js';
import { type FolderLauncher, toLauncherCommand } from './folder-launcher.js';

const launcher: FolderLauncher = {
  interpreter: '/usr/bin/python3.11',
  guestFolder: '/run/isolated-pymcp/gw-1-2/guest',
  guest: { uid: 1_879_048_193, gid: 1_879_048_194 },
  folders: [
    {
      ...workspaceOf('/home/alice/a project', 'writable'),
      what: 'workspace',
      owner: { uid: 1001, gid: 100 },
      place: '/run/isolated-pymcp/gw-1-2/ws',
    },
    {
      what: 'environment',
      path: '/root/.local/share/isolated-pymcp/environments/trees/a',
      device: 2049n,
      inode: 7n,
      owner: null,
      place: '/run/isolated-pymcp/gw-1-2/env',
    },
  ],
};

describe('toLauncherCommand', () => {
  it('names who sees which folders as whose, where, and what becomes of it (user.mcp)', () => {
    assert.deepEqual(toLauncherCommand(launcher, ['/usr/bin/bwrap', '--args', '3']), [
      ...['/usr/bin/python3.11', '-I', '-B', '/run/isolated-pymcp/gw-1-2/guest/start_with_folders.py'],
      ...['1879048193', '1879048194', '2'],
      ...['workspace', '/home/alice/a project', '2049', '18014398509481985', '/run/isolated-pymcp/gw-1-2/ws'],
      ...['1001', '100'],
      ...['environment', '/root/.local/share/isolated-pymcp/environments/trees/a', '2049', '7'],
      ...['/run/isolated-pymcp/gw-1-2/env', '-', '-'],
      ...['/usr/bin/bwrap', '--args', '3'],
    ]);
  });
});
