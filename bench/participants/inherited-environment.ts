// The environment that a person's shell would give our own programs: XDG_RUNTIME_DIR and the like decide where they may
// make control groups.

export function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
