// Raw system calls from Python, with numbers from the filter's own table: what a hostile program would do.
import {
  type Architecture,
  syscallNumber,
  type SyscallName,
} from '../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';

export const architecture = process.arch as Architecture;

/** Number of a call here; fails where this architecture has none. */
export function numberOf(name: SyscallName): number {
  const number = syscallNumber(name, architecture);
  if (number === undefined) throw new Error(`${architecture} has no ${name}`);
  return number;
}

/** `call(number, *arguments)` answers the errno's name, or `done`; `in_child` does it in a process of its own. */
export const syscallPrelude = `
import ctypes, errno, os
_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
def call(number, *arguments):
    ctypes.set_errno(0)
    result = _libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments])
    return "done" if result >= 0 else errno.errorcode.get(ctypes.get_errno(), str(ctypes.get_errno()))
def in_child(work):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try: os.write(write, str(work()).encode())
        finally: os._exit(0)
    os.close(write)
    said = b""
    while part := os.read(read, 4096): said += part
    os.close(read)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status): return "signal %d" % os.WTERMSIG(status)
    return said.decode() or "exit %d" % os.WEXITSTATUS(status)
`;
