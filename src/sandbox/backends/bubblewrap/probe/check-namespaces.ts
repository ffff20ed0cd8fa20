// Namespaces, by making some with bubblewrap as the user that sandboxes are: each step needs the one before.
import type { Identity } from '../../../../host/process-identity.js';
import { currentIdentity } from '../../../../host/process-identity.js';
import { runTrial } from '../../../../host/run-trial.js';
import type { Finding } from '../../../backend-contract.js';
import { explainRefusal, explainSettings } from './explain-namespaces.js';
import { findingsOf } from './findings-of.js';
import type { NamespaceSettings } from './namespace-settings.js';

const jail = findingsOf('jail');
const timeoutMs = 30_000;

export interface NamespaceTools {
  readonly bubblewrap: string | null;
  readonly identity: Identity | null;
}

/** @param sealed a real sandbox has been made: that says more than any trial */
export async function checkNamespaces(
  tools: NamespaceTools,
  settings: NamespaceSettings,
  sealed: boolean,
): Promise<readonly Finding[]> {
  if (sealed)
    return steps.map(({ name, shown }) => jail.ok(name, `${shown}${describeSettings(name, settings)}`));
  const forbidden = explainSettings(settings);
  const findings: Finding[] = [];
  if (forbidden !== null) findings.push(jail.missing('user-namespaces', forbidden.why, forbidden.fix));
  for (const step of steps.slice(findings.length)) {
    findings.push(await checkStep(step, tools, settings, findings.at(-1)));
  }
  return findings;
}

interface Step {
  readonly name: string;
  readonly shown: string;
  readonly toArguments: (bubblewrap: string) => readonly string[];
}

const shownFolders = [
  ...['--ro-bind', '/usr', '/usr'],
  ...['/bin', '/lib', '/lib64'].flatMap((path) => ['--ro-bind-try', path, path]),
  ...['--tmpfs', '/tmp'],
] as const;
const allNamespaces = ['user', 'pid', 'net', 'ipc', 'uts'] as const;
export const wholeJail = [
  ...allNamespaces.map((name) => `--unshare-${name}`),
  ...shownFolders,
  ...['--proc', '/proc', '--dev', '/dev'],
] as const;

const steps: readonly Step[] = [
  {
    name: 'user-namespaces',
    shown: 'an ordinary user can make them',
    toArguments: (bubblewrap) => ['--unshare-user', ...shownFolders, bubblewrap, '--version'],
  },
  {
    name: 'namespaces',
    shown: 'pid, mount, net, ipc, uts and cgroup, with a /proc of their own',
    toArguments: (bubblewrap) => [...wholeJail, bubblewrap, '--version'],
  },
  {
    name: 'nested-namespaces',
    shown: 'each sandbox has its own inside those of its template',
    toArguments: (bubblewrap) => [...wholeJail, bubblewrap, ...wholeJail, bubblewrap, '--version'],
  },
];

async function checkStep(
  step: Step,
  { bubblewrap, identity }: NamespaceTools,
  settings: NamespaceSettings,
  before: Finding | undefined,
): Promise<Finding> {
  if (bubblewrap === null) return jail.unchecked(step.name, 'bubblewrap');
  if (identity === null) return jail.unchecked(step.name, 'a user id for the sandboxes');
  if (before !== undefined && before.state !== 'ok') return jail.unchecked(step.name, before.name);
  const isOwn = identity.uid === currentIdentity().uid;
  const { status, stderr } = await runTrial(bubblewrap, step.toArguments(bubblewrap), {
    timeoutMs,
    env: {},
    ...(isOwn ? {} : { identity }),
  });
  if (status === 0) return jail.ok(step.name, step.shown);
  const words = status === null ? stderr.trim() || `no answer in ${timeoutMs / 1000} s` : stderr.trim();
  const { why, fix } = explainRefusal(words, settings, bubblewrap);
  return jail.missing(step.name, why, fix);
}

function describeSettings(name: string, settings: NamespaceSettings): string {
  if (name !== 'user-namespaces') return '';
  const most = settings.maxUserNamespaces;
  const bySettings = [
    ...(most === null ? [] : [`user.max_user_namespaces is ${most}`]),
    ...(settings.appArmorRestriction === 1 ? ['AppArmor restricts others, not bubblewrap'] : []),
  ];
  return bySettings.length === 0 ? '' : ` (${bySettings.join('; ')})`;
}
