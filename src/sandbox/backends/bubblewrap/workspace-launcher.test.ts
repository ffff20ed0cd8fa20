import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { workspaceOf } from './installation.test-support.js';
import { toLauncherCommand } from './workspace-launcher.js';

describe('toLauncherCommand', () => {
  it('names who sees whose files, which folder, where, and what becomes of it (user.mcp)', () => {
    const launcher = {
      interpreter: '/usr/bin/python3.11',
      guestFolder: '/run/isolated-pymcp/gw-1-2/guest',
      guest: { uid: 1_879_048_193, gid: 1_879_048_194 },
      owner: { uid: 1001, gid: 100 },
      workspace: workspaceOf('/home/alice/a project', 'writable'),
      place: '/run/isolated-pymcp/gw-1-2/ws',
    };
    assert.deepEqual(toLauncherCommand(launcher, ['/usr/bin/bwrap', '--args', '3']), [
      ...['/usr/bin/python3.11', '-I', '-B', '/run/isolated-pymcp/gw-1-2/guest/start_with_workspace.py'],
      ...['1879048193', '1879048194', '1001', '100'],
      ...['/home/alice/a project', '2049', '18014398509481985', '/run/isolated-pymcp/gw-1-2/ws'],
      ...['/usr/bin/bwrap', '--args', '3'],
    ]);
  });
});
