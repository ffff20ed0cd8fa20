// Which variables a run may be given: those of its network. None by which the interpreter, the loader or the jail's own code are led.
const plain = /^[A-Z][A-Z0-9_]{0,127}$/;
const lowerCase: ReadonlySet<string> = new Set(['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy']);
const leading = /^(?:LD_|PYTHON|GLIBC|MALLOC|PATH$|HOME$|USER$|LOGNAME$|PWD$|LANG$|TMPDIR$)/;

/** @throws Error where we are about to set another: a mistake of ours */
export function refuseOddNames(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) {
    const isPlain = (plain.test(name) && !leading.test(name)) || lowerCase.has(name);
    if (!isPlain || value.includes('\0'))
      throw new Error(`a run is given no variable ${JSON.stringify(name)}`);
  }
}
