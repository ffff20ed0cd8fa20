// What usually lies behind the words of a Docker daemon, and of what it starts. Pure.
import { scarcityHint } from '../../../host/scarcity-hint.js';

const groupHint =
  'let this user speak to the daemon: sudo usermod -aG docker USER, then log in again; whoever may do so is as good as root';

export function toDaemonHint(words: string): string {
  if (/\bEACCES\b|permission denied.*docker\.sock/i.test(words)) return groupHint;
  if (/\b(ECONNREFUSED|ENOENT|ECONNRESET)\b|socket hang up|no answer within/.test(words))
    return 'start it: sudo systemctl start docker, and look at what it says: journalctl -u docker';
  return toStartHint(words);
}

export function toStartHint(words: string): string {
  if (/seccomp/i.test(words))
    return 'the daemon was built without seccomp, or a profile of its own is in the way: docker info shows it';
  if (/cgroup/i.test(words))
    return 'the daemon cannot use the control groups of this machine: `pymcp doctor --backend docker` shows what it can limit';
  if (/No such image|not found in the registry/i.test(words))
    return 'somebody removed the image while it was used: run it again';
  if (/no space left|\bENOSPC\b/i.test(words)) return 'the disk of the daemon is full: docker system df';
  return scarcityHint(words, 'run `pymcp doctor --backend docker` to see what this machine lacks');
}
