// How a container's engine is told to allow namespaces in it, a line for each engine. Pure data.

/**
 * In a mount namespace of ours the kernel mounts /proc only where the one we have is whole ("too revealing",
 * mount_too_revealing() in fs/namespace.c), and container engines cover parts of it.
 */
export const nestedFix = [
  'Docker: docker run --security-opt systempaths=unconfined --security-opt seccomp=unconfined --security-opt apparmor=unconfined …',
  'Podman: podman run --security-opt unmask=ALL --security-opt seccomp=unconfined --security-opt apparmor=unconfined …',
] as const;
