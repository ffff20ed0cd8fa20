// Which variables a run may be given: none by which the interpreter, the loader, the proxies or the jail's own code are led.
const plain = /^[A-Z][A-Z0-9_]{0,127}$/;
const leading =
  /^(?:LD_|PYTHON|GLIBC|MALLOC|(?:HTTP|HTTPS|ALL|NO)_PROXY$|SSL_|(?:PATH|HOME|USER|LOGNAME|PWD|LANG|TMPDIR)$)/;

/** A name for a value that somebody else chose: a secret's. */
export function isGuestVariable(name: string): boolean {
  return plain.test(name) && !leading.test(name);
}
