"""What bubblewrap starts: `python3 -I start_template.py`, with this folder mounted at /opt/pymcp.

Isolated mode keeps the script's folder out of sys.path; it is there just long enough to import the package.
"""

import sys

_HERE = __file__.rpartition("/")[0]
sys.path.insert(0, _HERE)

from pymcp_guest import template  # noqa: E402

sys.path.remove(_HERE)

template.main()
