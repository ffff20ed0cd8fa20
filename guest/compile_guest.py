"""Run outside, once for each template of a standalone backend: compiles the guest's own files for its sandboxes.

    compile_guest.py PARENT   (its pid: this ends with it, so that nothing is written where the next start removes)

Compiled files are good whatever the times of their sources are (unchecked-hash, PEP 552).
"""

import compileall
import os
import py_compile
import signal
import sys

FOLDER = __file__.rpartition("/")[0]
sys.path.insert(0, FOLDER)

from pymcp_guest import linux  # noqa: E402

_PDEATHSIG = 1

if __name__ == "__main__":
    linux.prctl(_PDEATHSIG, signal.SIGKILL)
    # It may have gone before that.
    if os.getppid() == int(sys.argv[1]):
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        compileall.compile_dir(FOLDER, quiet=1, invalidation_mode=mode)
