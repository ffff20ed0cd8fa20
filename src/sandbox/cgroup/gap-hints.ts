// What a person can do where the kernel does not give us a controller.

export const gapHints = {
  1: 'start pymcp as root, run it in a container with limits of its own, or boot with systemd.unified_cgroup_hierarchy=1',
  2:
    'hand the controllers on to user managers: put "[Service]" and "Delegate=cpu memory pids" into ' +
    '/etc/systemd/system/user@.service.d/delegate.conf, then log in again',
} as const;
