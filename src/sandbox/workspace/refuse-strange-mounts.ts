// path.contained: what is mounted in a workspace is shown with it. Files and folders only: a /proc or /sys in it would show
// the host's processes and devices to the guest.
import { PymcpError } from '../../core/errors.js';
import { isInside } from '../../core/refused-folders.js';

/** File systems that hold files of people. Others, those of later kernels among them, are refused. */
// prettier-ignore
const ordinaryTypes: ReadonlySet<string> = new Set([
  'ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'f2fs', 'zfs', 'bcachefs', 'jfs', 'reiserfs', 'nilfs2', 'overlay', 'aufs', 'fakeowner',
  'tmpfs', 'ramfs', 'ecryptfs', 'vfat', 'msdos', 'exfat', 'ntfs', 'ntfs3', 'hfs', 'hfsplus', 'apfs', 'iso9660', 'udf', 'squashfs',
  'erofs', 'fuseblk', 'fuse', '9p', 'drvfs', 'virtiofs', 'nfs', 'nfs4', 'cifs', 'smb3', 'ceph', 'vboxsf', 'prl_fs', 'afs',
]);

/** @param mountinfo see proc_pid_mountinfo(5) @throws PymcpError `workspace.refused` */
export function refuseStrangeMounts(mountinfo: string, workspace: string): void {
  let around: Mount = { point: '', type: '' };
  const shown: Mount[] = [];
  for (const mount of mountinfo.split('\n').flatMap(parseLine)) {
    if (mount.point !== workspace && isInside(mount.point, workspace)) shown.push(mount);
    // Of several on one another, the last is seen.
    if (isInside(workspace, mount.point) && mount.point.length >= around.point.length) around = mount;
  }
  for (const { point, type } of [around, ...shown]) {
    if (ordinaryTypes.has(type) || type.startsWith('fuse.')) continue;
    throw new PymcpError(
      'workspace.refused',
      `in the workspace ${JSON.stringify(workspace)} a file system of type ${JSON.stringify(type)} is mounted at ${JSON.stringify(point)}`,
      `name a folder without it, or unmount it: umount ${point}`,
    );
  }
}

interface Mount {
  readonly point: string;
  readonly type: string;
}

function parseLine(line: string): Mount[] {
  // Optional fields of unknown number stand between the sixth field and a lone "-".
  const [before = '', after = ''] = line.split(' - ', 2);
  const point = before.split(' ')[4];
  const type = after.split(' ')[0];
  return point === undefined || type === undefined ? [] : [{ point: unescapeField(point), type }];
}

/** Space, tab, newline and backslash are written as three octal digits. */
function unescapeField(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
