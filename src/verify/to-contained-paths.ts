// Attacks on a sandbox that has no mounts: where they name the scratch folders of the jail, they get those that there are. Pure.

/** Words in quotes that begin with /tmp or /home/mcp; raw bytes are left as they are. */
const scratchWord = /(?<![\w"])(f?)"(\/tmp|\/home\/mcp)(?=[/"])([^"\n]*)"/g;
const placeOf: Readonly<Record<string, string>> = {
  '/tmp': '__import__("tempfile").gettempdir()',
  '/home/mcp': '__import__("os").path.expanduser("~")',
};

export function toContainedPaths(code: string): string {
  return code.replace(
    scratchWord,
    (_word, prefix: string, folder: string, rest: string) =>
      `(${placeOf[folder] ?? '""'} + ${prefix}"${rest}")`,
  );
}
