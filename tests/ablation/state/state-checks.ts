// What must be true of every sandbox, as its own list of facts: written down here a second time and not taken from the code that sets
// it up. Each says what is wrong, or nothing. Pure.
import { defaultLimits } from '../../../src/core/limits.js';
import { argumentProbes } from '../../support/argument-probes.js';
import { refusedCalls } from './refused-calls.js';
import type { Mount, Snapshot } from './snapshot.js';

type Check = (snapshot: Snapshot) => readonly string[];

const [readOnly, noSuid, noDev, noExec] = [1, 2, 4, 8];
const expect = (isTrue: boolean, what: string): readonly string[] => (isTrue ? [] : [what]);
const zero = '0000000000000000';

export const stateChecks: Readonly<Record<string, Check>> = {
  namespaces: ({ outside }) =>
    Object.entries(outside.namespaces).flatMap(([kind, [own, template, gateway]]) =>
      expect(own !== template && own !== gateway, `the ${kind} namespace is not its own`),
    ),
  quotas: ({ outside: { quotas } }) => [
    ...expect(quotas['max_user_namespaces'] === 0, 'user namespaces can be made'),
    ...expect((quotas['max_inotify_instances'] ?? 17) <= 16, 'inotify instances'),
    ...expect((quotas['max_inotify_watches'] ?? 1025) <= 1024, 'inotify watches'),
  ],
  identity: ({ inside: { status }, outside, as }) => [
    ...expect(/^1000\t1000\t1000\t1000$/.test(status['Uid'] ?? ''), 'it is not user 1000 inside'),
    ...expect(
      as === 'user' || outside.uid !== outside.gatewayUid,
      'it is the user of the gateway, who is root',
    ),
  ],
  capabilities: ({ inside: { status, securebits } }) => [
    ...['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].flatMap((set) =>
      expect(status[set] === zero, `${set} is not empty`),
    ),
    ...expect(securebits === 0xef, 'the securebits are not set and locked'),
  ],
  'no-new-privs': ({ inside: { status } }) => expect(status['NoNewPrivs'] === '1', 'it may gain privileges'),
  seccomp: ({ inside: { status } }) => expect(status['Seccomp'] === '2', 'there is no filter'),
  'refused calls': ({ refused }) =>
    refusedCalls.flatMap(([name, , answer]) =>
      expect((refused[name] ?? answer) === answer, `${name} answers ${String(refused[name])}`),
    ),
  'calls by argument': ({ byArgument }) =>
    argumentProbes.flatMap(([what, , , answer], index) =>
      expect(byArgument[index] === answer, `${what}: ${String(byArgument[index])}`),
    ),
  'other calls': ({ others }) => [
    ...expect(
      others.unknown.every((answer) => answer === 'ENOSYS'),
      'a call without a name exists',
    ),
    ...expect(
      others.foreign.every((answer) => answer === 'signal 31'),
      'calls of another architecture are answered',
    ),
  ],
  landlock: ({ inside, landlockAbi }) =>
    landlockAbi === 0
      ? []
      : [
          ...expect(inside.sentinel === 'Permission denied', 'a file that no rule names can be read'),
          ...expect(
            inside.library.length > 0 && inside.library.every((answer) => answer === 'Permission denied'),
            'a library can be executed',
          ),
        ],
  'read-only': ({ inside: { folders, written } }) => [
    ...['/', '/usr', '/etc', '/dev'].flatMap((path) =>
      expect(((folders[path]?.[2] ?? 0) & readOnly) !== 0, `${path} is not read-only`),
    ),
    ...expect(written !== 'done', '/etc/passwd can be written'),
  ],
  'mount flags': ({ inside }) => [
    ...inside.mounts.flatMap(flagProblems),
    ...['/tmp', '/dev/shm', '/home/mcp'].flatMap((path) =>
      expect(
        ((inside.folders[path]?.[2] ?? 0) & (noSuid | noDev | noExec)) === (noSuid | noDev | noExec),
        `${path} is not nosuid, nodev and noexec`,
      ),
    ),
    ...expect(inside.copy !== 'done', 'what was written can be executed'),
  ],
  workspace: ({ workspace }) =>
    (workspace ?? []).flatMap(({ point, flags }) =>
      ['ro', 'nosuid', 'nodev', 'noexec'].flatMap((flag) =>
        expect(flags.split(',').includes(flag), `${point} is not ${flag}`),
      ),
    ),
  root: ({ inside }) => [
    ...expect(!inside.root.includes('.old'), 'the old root is there'),
    ...expect(
      inside.mounts.some(({ point }) => point === '/dev/pts'),
      'it has no terminals of its own',
    ),
    ...expect(
      inside.mounts.some(({ point, options }) => point === '/dev/pts' && options.includes('max=16')),
      'terminals are not counted',
    ),
    ...expect(
      inside.shell.every((answer) => answer !== 'done'),
      'programs of the host are there',
    ),
  ],
  proc: ({ inside: { proc } }) =>
    expect(proc.join() === 'self,thread-self', '/proc shows more than processes'),
  'scratch size': ({ inside: { folders } }) =>
    ['/tmp', '/dev/shm', '/home/mcp'].flatMap((path) => [
      ...expect(
        (folders[path]?.[0] ?? Infinity) <= defaultLimits.scratchBytes,
        `${path} is larger than it may be`,
      ),
      ...expect(
        (folders[path]?.[1] ?? Infinity) <= defaultLimits.scratchInodes,
        `${path} has more inodes than it may have`,
      ),
    ]),
  descriptors: ({ inside: { descriptors } }) =>
    expect(
      descriptors.every((number) => number <= 3),
      `descriptors ${descriptors.join()} are open`,
    ),
  rlimits: ({ inside: { rlimits }, groups }) =>
    Object.entries(mostOf(groups)).flatMap(([name, most]) => {
      const [soft, hard] = rlimits[name] ?? [-1, -1];
      return expect(
        soft >= 0 && soft <= most && hard >= 0 && hard <= most,
        `RLIMIT_${name} is ${soft}, ${hard}`,
      );
    }),
  'pid 1': ({ inside }) =>
    expect(
      Object.values(inside['pid 1']).every((answer) => answer !== 'done'),
      'pid 1 can be looked into',
    ),
  environment: ({ inside: { environment } }) =>
    expect(!environment.includes('SECRET_OF_THE_GATEWAY'), 'it has the environment of the gateway'),
  'host name': ({ inside: { host } }) => expect(host === 'pymcp', `it is called ${host}`),
  'group names': ({ inside: { cgroup } }) =>
    expect(!cgroup.includes('gw-'), 'it sees the groups of the host'),
  'out-of-memory order': ({ outside: { oomScore } }) =>
    expect(oomScore === 1000, `oom_score_adj is ${oomScore}`),
  'control group': ({ outside: { groupFiles }, groups }) =>
    groups === 'none' ? [] : groupProblems(groupFiles),
  'prompt end': ({ crashMs }) =>
    expect(crashMs < 4_000, `a run whose process has ended took ${Math.round(crashMs)} ms`),
};

/** Names of the checks that something is wrong with, and what. */
export function checkState(snapshot: Snapshot): readonly (readonly [string, string])[] {
  return Object.entries(stateChecks).flatMap(([name, check]) =>
    check(snapshot).map((problem) => [name, problem] as const),
  );
}

function flagProblems({ point, flags }: Mount): readonly string[] {
  const has = (flag: string): boolean => flags.split(',').includes(flag);
  // Terminals are devices.
  const isDevice = point === '/dev' || point.startsWith('/dev/');
  return [
    ...expect(has('nosuid'), `${point} honours setuid bits`),
    ...expect(isDevice || has('nodev'), `${point} has devices`),
  ];
}

const mostOf = (groups: Snapshot['groups']): Readonly<Record<string, number>> => ({
  CORE: 0,
  NOFILE: defaultLimits.openFiles,
  FSIZE: defaultLimits.fileBytes,
  MEMLOCK: 65_536,
  MSGQUEUE: 0,
  RTPRIO: 0,
  NICE: 0,
  SIGPENDING: 256,
  NPROC: defaultLimits.pids + 1,
  CPU: 60,
  ...(groups === 'none' ? { DATA: 3 * defaultLimits.memoryBytes } : {}),
});

function groupProblems(files: Readonly<Record<string, string>>): readonly string[] {
  const number = (file: string): number => Number(files[file] ?? 'NaN');
  return [
    ...expect(number('memory.limit_in_bytes') === defaultLimits.memoryBytes, 'memory is not bounded'),
    ...expect(number('pids.max') === defaultLimits.pids + 1, 'processes are not bounded'),
    ...expect(number('cpu.cfs_quota_us') === defaultLimits.cpus * 100_000, 'processor time is not bounded'),
    ...expect(
      /^oom_kill_disable 0$/m.test(files['memory.oom_control'] ?? ''),
      'who runs out of memory is frozen',
    ),
  ];
}
