// What usually lies behind Podman's words and those of what it starts. Pure.
import { scarcityHint } from '../../../host/scarcity-hint.js';
import { addSubordinateIds } from './subordinate-ids.js';

export function toStartHint(words: string): string {
  if (/unshare|user-limits|uid_map.*not permitted/i.test(words))
    return 'this machine restricts user namespaces; `pymcp doctor --backend container` says which setting it is';
  if (/newuidmap|newgidmap|subuid|subgid/i.test(words))
    return `the subordinate ids of this user are not usable: ${addSubordinateIds('USER')}`;
  if (/hybrid mode/i.test(words))
    return 'crun refuses the control groups of this machine: install runc (sudo apt-get install -y runc)';
  if (/mount_setattr|open_tree/.test(words)) return 'Linux 5.12 or newer is needed';
  if (/unknown flag|unknown log driver|invalid mount option/i.test(words))
    return 'Podman is too old: install 4.3 or newer (Debian 12, Ubuntu 24.04)';
  if (/conmon/.test(words))
    return 'conmon did not start: install it again (sudo apt-get install -y --reinstall conmon)';
  return scarcityHint(words, 'run `pymcp doctor` to see what this machine lacks');
}
