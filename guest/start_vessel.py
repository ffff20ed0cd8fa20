"""Run outside, as the guest's user id: what a sandbox of an engine stands on, then becomes the engine.

Its plan is on descriptor 3. The first byte of stdin is the word to go on; the rest is for the program inside.

limit.memory limit.cpu: the gateway says the word when it has moved this process into the control groups of the
sandbox; whatever the engine starts stays where its parent was.

In a user and a mount namespace of its own it mounts the scratch folders, each with a size and a count of inodes, and
the workspace with its masks, all noexec, and a copy of the skeleton of the root. No path outside leads there; all ends
with the last process of the sandbox.
"""

import json
import os
import shutil
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from pymcp_guest import linux, packages, workspace
from pymcp_guest.layers import LayerError, layer
from pymcp_guest.plan import PackagesPlan, ProtectedPath, WorkspacePlan

_PLAN = 3
_GO = b"."
_PDEATHSIG = 1
_SCRATCH = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC
# Empty folders and files, and a small /etc.
_ROOT_OPTIONS = "size=4m,nr_inodes=1024,mode=755"


def main() -> None:
    plan = json.loads(_read_plan())
    if os.read(0, 1) != _GO:
        sys.exit("the gateway has gone")
    # Node leaves descriptors open that are not ours.
    linux.close_from(_PLAN)
    with layer("oom-score"):
        # Guests are the first that the kernel's OOM killer takes (proc_pid_oom_score_adj(5)).
        linux.write_file("/proc/self/oom_score_adj", "1000")
    _enter_namespaces()
    # After that: the kernel forgets it where a process gains capabilities (prctl(2)). It lasts through execve(2).
    linux.prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != plan["gateway"]:
        sys.exit("the gateway has gone")
    _mount(plan)
    os.umask(0o077)
    program = plan["program"]
    os.execve(program[0], program, plan["environment"])


def _read_plan() -> bytes:
    with open(_PLAN, "rb", closefd=False) as file:
        return file.read()


def _enter_namespaces() -> None:
    """One user and one group, who is root in there: an engine that finds itself root makes none of its own."""
    user, group = os.getuid(), os.getgid()
    with layer("namespaces"):
        linux.unshare(linux.CLONE_NEWUSER | linux.CLONE_NEWNS)
        linux.write_file("/proc/self/setgroups", "deny")
        linux.write_file("/proc/self/uid_map", f"0 {user} 1")
        linux.write_file("/proc/self/gid_map", f"0 {group} 1")


def _mount(plan: dict) -> None:
    view = plan["view"]
    with layer("mounts"):
        # Nothing that is mounted from here on is seen outside.
        linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
        linux.mount("tmpfs", view, "tmpfs", _SCRATCH, "size=64k,nr_inodes=64,mode=755")
        for name, mode in plan["scratch"].items():
            os.mkdir(f"{view}/{name}", 0o755)
            # limit.memory: sized, and inodes counted (FACTS: 600,000 empty files cost 610 MB of kernel memory).
            options = f"size={plan['scratchBytes']},nr_inodes={plan['scratchInodes']},mode={mode}"
            linux.mount("tmpfs", f"{view}/{name}", "tmpfs", _SCRATCH, options)
        # An engine mounts its root again, to have it read-only, without the flags that the place of the original may
        # have and that nobody in a user namespace of its own may take away: nosuid, nodev (mount_namespaces(7)).
        os.mkdir(f"{view}/root", 0o755)
        linux.mount("tmpfs", f"{view}/root", "tmpfs", 0, _ROOT_OPTIONS)
        shutil.copytree(plan["root"], f"{view}/root", symlinks=True, dirs_exist_ok=True)
    if plan["packages"] is not None:
        _check_packages(plan["packages"])
    if plan["workspace"] is not None:
        protected = tuple(ProtectedPath.parse(entry) for entry in plan["protected"])
        shown = WorkspacePlan.parse(plan["workspace"])
        workspace.mount_workspace(view, shown, protected, plan["workspace"]["source"])


def _check_packages(folder: dict) -> None:
    """Nothing has come into its place since the gateway has looked at it, and its libraries can be mapped."""
    packages.check_is_the_checked_one(PackagesPlan.parse(folder), folder["source"])
    packages.check_may_run(folder["source"])


if __name__ == "__main__":
    try:
        main()
    except LayerError as error:
        # standalone-template.ts reads this line.
        sys.exit(f"{error.layer}: {error.reason}")
