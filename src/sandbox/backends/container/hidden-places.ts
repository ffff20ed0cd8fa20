// What a container's /proc and /sys show of the host, and are covered by nothing: all but processes, as `subset=pid` leaves it in the
// jail of bubblewrap (proc(5)). Pure.

/** Links into a process's own folder. */
const ownLinks: ReadonlySet<string> = new Set(['self', 'thread-self', 'mounts', 'net']);

/** @param names of everything in the host's /proc */
export function toHiddenPlaces(names: readonly string[]): string[] {
  const ofHost = names.filter((name) => !/^\d+$/.test(name) && !ownLinks.has(name));
  return ['/sys', ...ofHost.sort().map((name) => `/proc/${name}`)];
}
