"""Run outside, once for each sandbox of the backend container: makes its file tree, has Podman start it, and ends it.

    start_container.py FOLDER   (the sandbox's own; by this word the next gateway finds what a killed one has left)

The plan is on descriptor 3 (src/sandbox/backends/container/container-plan.ts). On stdin come the plan of the sandbox,
which it gets as its own stdin after the word `go`, and at last the end, which ends everything. On stdout goes one line
when it has been started. Podman's words go to stderr.

user.mcp: where root runs the gateway, this process is root for as long as it maps ids and owners; Podman never is.
"""

import sys

sys.path.insert(0, __file__.rpartition("/")[0])

import start_with_folders
from pymcp_guest import container_run

if __name__ == "__main__":
    container_run.main(start_with_folders.show)
