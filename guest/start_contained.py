"""What a gateway starts where no namespace is to be had: `python3 -I start_contained.py UID GID`.

user.mcp: a gateway that is root has this program give up root before anything else of it is read. Isolated mode keeps
the script's folder out of sys.path; it is there just long enough to import the package.
"""

import sys

_HERE = __file__.rpartition("/")[0]
sys.path.insert(0, _HERE)

from pymcp_guest import privileges  # noqa: E402

privileges.become(int(sys.argv[1]), int(sys.argv[2]))

from pymcp_guest import contained_template  # noqa: E402

sys.path.remove(_HERE)

contained_template.main()
