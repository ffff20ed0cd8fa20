// Which variables a run may be given: none by which the interpreter, the loader or the jail's own code are led.
const plain = /^[A-Z][A-Z0-9_]{0,127}$/;
const leading = /^(?:LD_|PYTHON|GLIBC|MALLOC|PATH$|HOME$|USER$|LOGNAME$|PWD$|LANG$|TMPDIR$)/;
/** What we set for the network of a run. */
const own = /^(?:(?:HTTP|HTTPS|ALL|NO)_PROXY$|SSL_)/;

/** A name that leads nothing of the jail. */
export function isGuestVariable(name: string): boolean {
  return plain.test(name) && !leading.test(name);
}

/** A name for a value that somebody else chose: a secret's. */
export function isFreeVariable(name: string): boolean {
  return isGuestVariable(name) && !own.test(name);
}
