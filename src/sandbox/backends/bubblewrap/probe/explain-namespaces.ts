// Why namespaces are refused, and the commands that allow them. Pure.
import { nestedFix } from '../../../nested-fix.js';
import type { NamespaceSettings } from './namespace-settings.js';

export interface Explanation {
  readonly why: string;
  readonly fix: string;
}

const userNamespacesWanted = 15_000;

/** A setting that refuses every user namespace, whatever program asks; null where there is none. */
export function explainSettings(settings: NamespaceSettings): Explanation | null {
  if (settings.maxUserNamespaces === 0) {
    return {
      why: 'the kernel makes none: user.max_user_namespaces is 0',
      fix: toSysctlFix('user.max_user_namespaces', userNamespacesWanted),
    };
  }
  if (settings.unprivilegedClone === 0) {
    return {
      why: 'only root may make them: kernel.unprivileged_userns_clone is 0',
      fix: toSysctlFix('kernel.unprivileged_userns_clone', 1),
    };
  }
  return null;
}

/**
 * What lies behind a trial that failed.
 * @param words what bubblewrap or the seal said
 */
export function explainRefusal(words: string, settings: NamespaceSettings, bubblewrap: string): Explanation {
  const said = words === '' ? '' : ` (${words})`;
  if (settings.isContainer || /mount(?:ing)? proc/i.test(words)) {
    return {
      why: `the container does not let them be made, or hides parts of /proc${said}`,
      fix: nestedFix.join('\n'),
    };
  }
  if (settings.appArmorRestriction === 1) {
    return { why: `AppArmor restricts user namespaces${said}`, fix: toProfileFix(settings, bubblewrap) };
  }
  if (/ENOSPC|No space left|max_\*_namespaces/.test(words)) {
    return {
      why: `a limit on namespaces is reached${said}`,
      fix: 'see which user.max_*_namespaces is small, and raise it: sysctl -a --pattern ^user.max_',
    };
  }
  return {
    why: `the kernel refuses them${said}`,
    fix: 'look for the reason in the log of the kernel and of its security modules: sudo dmesg | tail -n 20',
  };
}

/** A comment to whoever pastes the lines. */
const narrowerProfile =
  '# narrower, where pymcp is installed for all users: the profile packaging/apparmor/pymcp of the repository (docs/apparmor.md)';

function toSysctlFix(name: string, value: number): string {
  return `echo '${name} = ${value}' | sudo tee /etc/sysctl.d/60-isolated-pymcp.conf && sudo sysctl --system`;
}

/**
 * A profile that lets bubblewrap, and nothing else, make user namespaces. Ubuntu's own bwrap-userns-restrict would not
 * do: it denies every capability to what bubblewrap starts, and our sandboxes must mount before they seal themselves.
 */
function toProfileFix(settings: NamespaceSettings, bubblewrap: string): string {
  const lines = [
    'abi <abi/4.0>,',
    'include <tunables/global>',
    `profile bwrap ${bubblewrap} flags=(unconfined) {`,
    '  userns,',
    '  include if exists <local/bwrap>',
    '}',
  ];
  const quoted = lines.map((line) => `'${line}'`).join(' ');
  const replace = [
    'sudo apparmor_parser -R /etc/apparmor.d/bwrap-userns-restrict',
    'sudo mkdir -p /etc/apparmor.d/disable',
    'sudo ln -s /etc/apparmor.d/bwrap-userns-restrict /etc/apparmor.d/disable/',
  ];
  return [
    ...(settings.hasRestrictiveProfile ? replace : []),
    `printf '%s\\n' ${quoted} | sudo tee /etc/apparmor.d/bwrap`,
    'sudo apparmor_parser -r /etc/apparmor.d/bwrap',
    narrowerProfile,
  ].join('\n');
}
