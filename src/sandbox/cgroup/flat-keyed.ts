// Reads one number out of a flat keyed control file, `key value` per line (cgroup-v2.rst, "Format"; v1 uses the same).

/** @returns 0 where the key is missing: older kernels lack some events */
export function parseFlatKeyed(text: string, key: string): number {
  for (const line of text.split('\n')) {
    const [name, value] = line.split(' ');
    if (name === key && value !== undefined && /^\d+$/.test(value)) return Number(value);
  }
  return 0;
}
