// Section 5 of the CIS Docker Benchmark 1.6.0, first half: what a running container is given of its host.
import type { ContainerFacts } from './facts.js';
import { type BenchmarkItem, noneOf, sharedNamespace } from './item.js';

const mebibyte = 1024 * 1024;

/** Folders of a host that no container has any business in. */
const sensitive =
  /^\/(?:$|root$|(?:boot|dev|etc|lib|lib64|proc|run|sys|usr|bin|sbin)(?:\/|$)|var\/(?:lib|run)(?:\/|$))/;

const onlyPort = '3001/tcp';

export const runtimeItems: readonly BenchmarkItem[] = [
  {
    kind: 'not applicable',
    id: '5.1',
    title: 'Swarm mode is off where it is not needed',
    why: "a setting of the host's daemon; nothing here asks for it",
  },
  {
    kind: 'checked',
    id: '5.2',
    title: 'Where the kernel has AppArmor, a profile holds the container',
    readFrom: '`.AppArmorProfile`; `/sys/module/apparmor` tells whether there is any',
    whyNot: ({ runtime, machine }) =>
      machine.hasAppArmor && /^(?:|unconfined)$/.test(runtime.apparmorProfile) ? 'there is no profile' : null,
  },
  {
    kind: 'checked',
    id: '5.3',
    title: 'Where the kernel has SELinux, a label holds the container',
    readFrom: '`.ProcessLabel` and `.HostConfig.SecurityOpt`; `/sys/fs/selinux` tells whether there is any',
    whyNot: ({ runtime, machine }: ContainerFacts): string | null => {
      if (runtime.securityOptions.some((option) => /^label[=:]disable$/.test(option)))
        return 'labels are switched off';
      return machine.hasSelinux && runtime.selinuxLabel === '' ? 'there is no label' : null;
    },
  },
  {
    kind: 'checked',
    id: '5.4',
    title: 'Capabilities are restricted: none is left',
    readFrom: '`.HostConfig.CapDrop`, `.CapAdd` (Podman: `.BoundingCaps`); `CapBnd` of pid 1 inside',
    whyNot: ({ runtime, inside }: ContainerFacts): string | null => {
      if (!runtime.dropsAllCapabilities) return 'not every capability is dropped';
      const [first] = inside.processes.filter(({ pid }) => pid === 1);
      return (
        noneOf('added', runtime.addedCapabilities) ??
        (first !== undefined && /^0+$/.test(first.boundingSet)
          ? null
          : `pid 1 has the bounding set ${String(first?.boundingSet)}`)
      );
    },
  },
  {
    kind: 'checked',
    id: '5.5',
    title: 'The container is not privileged',
    readFrom: '`.HostConfig.Privileged`',
    whyNot: ({ runtime }) => (runtime.isPrivileged ? 'it is privileged' : null),
  },
  {
    kind: 'checked',
    id: '5.6',
    title: 'No sensitive folder of the host is mounted',
    readFrom: '`.Mounts`: the sources of binds',
    whyNot: ({ runtime }) =>
      noneOf(
        'mounted',
        runtime.mounts
          .filter(({ type, source }) => type === 'bind' && sensitive.test(source))
          .map(({ source }) => source),
      ),
  },
  {
    kind: 'checked',
    id: '5.7',
    title: 'No service for logins runs inside',
    readFrom: '`Name` in `/proc/PID/status` of every process inside',
    whyNot: ({ inside }) =>
      noneOf(
        'processes',
        inside.processes
          .map(({ name }) => name)
          .filter((name) => /^(?:sshd|dropbear|telnetd|in\.)/.test(name)),
      ),
  },
  {
    kind: 'checked',
    id: '5.8',
    title: 'No port below 1024 is published',
    readFrom: '`.NetworkSettings.Ports`',
    whyNot: ({ runtime }) =>
      noneOf(
        'ports',
        runtime.ports
          .map(({ hostPort }) => hostPort)
          .filter((port) => port < 1024)
          .map(String),
      ),
  },
  {
    kind: 'checked',
    id: '5.9',
    title: 'Only the needed port is open',
    readFrom: '`.NetworkSettings.Ports` and `.Config.ExposedPorts` of the image',
    whyNot: ({ runtime, image }) =>
      noneOf(
        'ports that nothing needs',
        [...new Set([...runtime.ports.map(({ container }) => container), ...image.exposedPorts])].filter(
          (port) => port !== onlyPort,
        ),
      ),
  },
  {
    kind: 'checked',
    id: '5.10',
    title: 'The network of the host is not shared',
    readFrom: '`.HostConfig.NetworkMode`; `/proc/PID/ns/net` against that of the host',
    whyNot: (facts) => sharedNamespace(facts.runtime.networkMode, 'net', facts),
  },
  {
    kind: 'checked',
    id: '5.11',
    title: 'Memory is limited: 1 GiB at most, and no swap',
    readFrom: '`.HostConfig.Memory` and `.MemorySwap`',
    whyNot: ({ runtime: { memoryBytes, memorySwapBytes } }: ContainerFacts): string | null => {
      if (memoryBytes <= 0) return 'there is no limit';
      if (memoryBytes > 1024 * mebibyte) return `the limit is ${memoryBytes} bytes`;
      return memorySwapBytes === memoryBytes ? null : `with swap it is ${memorySwapBytes} bytes`;
    },
  },
  {
    kind: 'checked',
    id: '5.12',
    title: 'Processors are limited: two at most',
    readFrom: '`.HostConfig.NanoCpus` or `.CpuQuota` over `.CpuPeriod`',
    whyNot: ({ runtime: { nanoCpus } }) =>
      nanoCpus > 0 && nanoCpus <= 2e9 ? null : `the limit is ${nanoCpus / 1e9} processors`,
  },
  {
    kind: 'checked',
    id: '5.13',
    title: 'The root filesystem is read-only',
    readFrom: '`.HostConfig.ReadonlyRootfs`',
    whyNot: ({ runtime }) => (runtime.hasReadOnlyRoot ? null : 'it can be written to'),
  },
  {
    kind: 'checked',
    id: '5.14',
    title: 'What comes in is bound to one interface of the host: 127.0.0.1',
    readFrom: '`.NetworkSettings.Ports`: `HostIp` of each',
    whyNot: ({ runtime }) =>
      noneOf(
        'addresses',
        runtime.ports
          .map(({ hostAddress }) => hostAddress || '(any)')
          .filter((address) => address !== '127.0.0.1'),
      ),
  },
  {
    kind: 'checked',
    id: '5.15',
    title: 'It is started again on failure only, five times at most',
    readFrom: '`.HostConfig.RestartPolicy`',
    whyNot: ({ runtime: { restart } }) =>
      restart.name === 'on-failure' && restart.most > 0 && restart.most <= 5
        ? null
        : `the policy is "${restart.name}", ${restart.most} times`,
  },
  {
    kind: 'checked',
    id: '5.16',
    title: 'Processes of the host are not shared',
    readFrom: '`.HostConfig.PidMode`; `/proc/PID/ns/pid` against that of the host',
    whyNot: (facts) => sharedNamespace(facts.runtime.pidMode, 'pid', facts),
  },
];
