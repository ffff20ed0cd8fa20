// Proves: path.contained. What is mounted in a workspace is files and folders, or the workspace is refused.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import { refuseStrangeMounts } from './refuse-strange-mounts.js';

const line = (point: string, type: string): string =>
  `36 35 98:0 /mnt1 ${point} rw,noatime master:1 - ${type} /dev/root rw`;
const root = line('/', 'ext4');
const look = (...lines: readonly string[]): void => {
  refuseStrangeMounts(`${lines.join('\n')}\n`, '/home/a/my project');
};
const isRefusal = (error: unknown): boolean =>
  error instanceof PymcpError && error.code === 'workspace.refused';

describe('refuseStrangeMounts', () => {
  it('lets disks be, in the workspace and around it', () => {
    look(root, line('/home', 'btrfs'), line('/home/a/my\\040project/node_modules', 'fuse.sshfs'));
  });

  it('refuses what the kernel shows of itself, in the workspace (path.contained)', () => {
    for (const type of ['proc', 'sysfs', 'cgroup2', 'devpts', 'a-later-kernel']) {
      assert.throws(() => {
        look(root, line('/home/a/my\\040project/chroot/proc', type));
      }, isRefusal);
    }
  });

  it('refuses a workspace that lies on such a file system itself', () => {
    assert.throws(() => {
      look(root, line('/home/a', 'sysfs'));
    }, isRefusal);
  });

  it('does not mind what is mounted elsewhere', () => {
    look(root, line('/proc', 'proc'), line('/home/a/my\\040project2', 'proc'), line('/home/a/other', 'proc'));
  });

  it('refuses where it cannot tell', () => {
    assert.throws(() => {
      look('');
    }, isRefusal);
  });
});
