# Leaves links where the next run's masks will be mounted, so that the mounts land elsewhere.
#
# promise: path.contained
# group: leftovers
# expects: completed, refused:workspace.changed, refused:workspace.refused, refused:jail.layer-failed
# stopped-by: masks, mounts
# workspace: writable
# runs: 2

import os

from attack import attempt, broke, held, target

# A folder of the Python that every installation has.
python = os.path.dirname(os.__file__)

if target["turn"] == 1:
    os.makedirs("trap/.ssh", exist_ok=True)
    os.makedirs("trap2")
    attempt(os.symlink, "/etc", "trap2/.aws")
    attempt(os.symlink, "../../../../etc", "trap/.env")
    attempt(os.symlink, python, ".docker")
    attempt(os.symlink, "/proc/self", ".kube")
    attempt(os.symlink, "trap3/loop", "trap3")
    held("links left")
else:
    problems = [
        path for path in ("/etc/passwd", python, "/proc/self/status") if attempt(os.stat, path) != "done"
    ]
    problems += [path for path in ("/etc", "/usr") if os.access(path, os.W_OK)]
    if problems:
        broke(f"a mask fell on {problems}")
    else:
        held("every mask stayed in the workspace")
