// Section 5 of the CIS Docker Benchmark 1.6.0, second half: namespaces, filters, limits and habits of a running container.
import type { ContainerFacts } from './facts.js';
import { type BenchmarkItem, noneOf, sharedNamespace } from './item.js';

export const boundaryItems: readonly BenchmarkItem[] = [
  {
    kind: 'checked',
    id: '5.17',
    title: 'IPC of the host is not shared',
    readFrom: '`.HostConfig.IpcMode`; `/proc/PID/ns/ipc` against that of the host',
    whyNot: (facts) => sharedNamespace(facts.runtime.ipcMode, 'ipc', facts),
  },
  {
    kind: 'checked',
    id: '5.18',
    title: 'No device of the host is handed in',
    readFrom: '`.HostConfig.Devices`',
    whyNot: ({ runtime }) => noneOf('devices', runtime.devices),
  },
  {
    kind: 'checked',
    id: '5.19',
    title: 'Where the default of a ulimit is too much, it is set: open files and processes',
    readFrom: '`.HostConfig.Ulimits`',
    whyNot: ({ runtime }) =>
      noneOf(
        'not set',
        ['nofile', 'nproc'].filter((name) => !runtime.ulimits.includes(name)),
      ),
  },
  {
    kind: 'checked',
    id: '5.20',
    title: 'No mount propagates to the host',
    readFrom: '`.Mounts`: `Propagation` of each',
    whyNot: ({ runtime }) =>
      noneOf(
        'shared mounts',
        runtime.mounts
          .filter(({ propagation }) => /^r?shared$/.test(propagation))
          .map(({ destination }) => destination),
      ),
  },
  {
    kind: 'checked',
    id: '5.21',
    title: 'The host name of the host is not shared',
    readFrom: '`.HostConfig.UTSMode`; `/proc/PID/ns/uts` against that of the host',
    whyNot: (facts) => sharedNamespace(facts.runtime.utsMode, 'uts', facts),
  },
  {
    kind: 'checked',
    id: '5.22',
    title: 'A seccomp filter holds every process',
    readFrom: '`.HostConfig.SecurityOpt`; `Seccomp` in `/proc/PID/status` of every process inside',
    whyNot: ({ runtime, inside }: ContainerFacts): string | null => {
      if (runtime.securityOptions.some((option) => /^seccomp[=:]unconfined$/.test(option)))
        return 'it is switched off';
      return noneOf(
        'processes without a filter',
        inside.processes.filter(({ seccompMode }) => seccompMode !== 2).map(({ name }) => name),
      );
    },
  },
  {
    kind: 'not applicable',
    id: '5.23',
    title: 'No `exec` is privileged',
    why: 'a habit of whoever runs `exec`; `make shell` asks for none, and a test reads its command',
  },
  {
    kind: 'not applicable',
    id: '5.24',
    title: 'No `exec` is as root',
    why: 'a habit of whoever runs `exec`; `make shell` names no user, so it is `mcp`',
  },
  {
    kind: 'checked',
    id: '5.25',
    title: 'The control group is the one that the engine chooses',
    readFrom: '`.HostConfig.CgroupParent`',
    whyNot: ({ runtime: { cgroupParent } }) => (cgroupParent === '' ? null : `it is below ${cgroupParent}`),
  },
  {
    kind: 'checked',
    id: '5.26',
    title: 'No process can gain privileges',
    readFrom: '`.HostConfig.SecurityOpt`; `NoNewPrivs` in `/proc/PID/status` of every process inside',
    whyNot: ({ runtime, inside }: ContainerFacts): string | null => {
      if (!runtime.securityOptions.some((option) => /^no-new-privileges(?:[=:]true)?$/.test(option)))
        return 'no-new-privileges is not asked for';
      return noneOf(
        'processes that can',
        inside.processes.filter(({ hasNoNewPrivileges }) => !hasNoNewPrivileges).map(({ name }) => name),
      );
    },
  },
  {
    kind: 'checked',
    id: '5.27',
    title: 'Health is looked at while it runs',
    readFrom: '`.State.Health.Status`',
    whyNot: ({ runtime: { health } }) => (health === 'healthy' ? null : `its health is "${health}"`),
  },
  {
    kind: 'checked',
    id: '5.28',
    title: 'What runs is the image that was built last',
    readFrom: '`.Image` of the container against `.Id` of the image',
    whyNot: ({ runtime, machine }) =>
      runtime.imageId === machine.builtImageId ? null : `it runs ${runtime.imageId || 'nothing known'}`,
  },
  {
    kind: 'checked',
    id: '5.29',
    title: 'The number of processes is limited',
    readFrom: '`.HostConfig.PidsLimit`',
    whyNot: ({ runtime: { pidsLimit } }) =>
      pidsLimit > 0 && pidsLimit <= 1024 ? null : `the limit is ${pidsLimit}`,
  },
  {
    kind: 'checked',
    id: '5.30',
    title: 'The default bridge is not used',
    readFrom: '`.HostConfig.NetworkMode` and the names in `.NetworkSettings.Networks`',
    whyNot: ({ runtime: { networkMode } }) =>
      /^(?:|default|bridge|podman)$/.test(networkMode) ? 'it is on the default bridge' : null,
  },
  {
    kind: 'checked',
    id: '5.31',
    title: 'A user namespace of the host is not asked for',
    readFrom: '`.HostConfig.UsernsMode`',
    whyNot: ({ runtime }) => (runtime.userMode === 'host' ? 'it is shared' : null),
  },
  {
    kind: 'checked',
    id: '5.32',
    title: 'The socket of the engine is not mounted',
    readFrom: '`.Mounts`: sources and destinations',
    whyNot: ({ runtime }) =>
      noneOf(
        'mounted',
        runtime.mounts
          .flatMap(({ source, destination }) => [source, destination])
          .filter((path) => /(?:docker|podman|containerd|crio)[^/]*\.sock$/.test(path)),
      ),
  },
];
