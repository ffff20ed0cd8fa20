// What usually lies behind runsc's own messages. Pure.
import { scarcityHint } from '../../../host/scarcity-hint.js';

export function toStartHint(words: string): string {
  if (
    /user namespace|uid_map|newuidmap|clone: operation not permitted|fork\/exec .*operation not permitted/i.test(
      words,
    )
  )
    return 'this machine restricts user namespaces; `pymcp doctor` says which setting it is';
  if (/ptrace/i.test(words))
    return 'gVisor runs guests by ptrace here: set the sysctl kernel.yama.ptrace_scope to 1 or less';
  if (/flag provided but not defined/.test(words))
    return 'runsc is too old: install 20221219 or newer (Debian 12)';
  if (/control group/.test(words)) return 'run `pymcp doctor` to see which controllers are usable';
  return scarcityHint(words, 'run `pymcp doctor` to see what this machine lacks');
}
