"""What a standalone sandbox starts: `python3 -I -B start_standalone.py`, with this folder shown at /opt/pymcp.

A standalone sandbox is one that an engine of its own starts whole (gVisor, a container). It reads its plan from stdin.
An argument is for whoever looks from outside which process it is; nobody here reads it.
Isolated mode keeps the script's folder out of sys.path; it is there just long enough to import the package.
"""

import sys

_HERE = __file__.rpartition("/")[0]
sys.path.insert(0, _HERE)

from pymcp_guest import standalone_birth  # noqa: E402

sys.path.remove(_HERE)

standalone_birth.main()
