"""jail.kernel: the file tree that Podman gets for one container instead of an image, in a mount namespace of its own.

Podman's own mounts cannot count inodes, cannot mask a path that is moved meanwhile, and would stay where Podman is
killed. So all is mounted here: read-only binds on the skeleton, sized scratch, the workspace with its masks, and a
small file system for what Podman writes. All of it ends with the last process in this namespace.
"""

from __future__ import annotations

import os
import shutil

from . import linux, packages, workspace
from .container_plan import ContainerPlan
from .layers import layer

_HARMLESS = linux.MS_NOSUID | linux.MS_NODEV
# What Podman keeps of one container: its database, settings, sockets of conmon.
_BOX_OPTIONS = "size=32m,nr_inodes=4096,mode=711"
_BOX_FOLDERS = (
    "aside",
    "copies",
    "home",
    "hooks",
    "networks",
    "nothing",
    "place",
    "run",
    "runtime",
    "shm",
    "storage",
    "tmp",
    "work",
)
_OPEN_FOLDERS = ("copies", "nothing", "place", "shm")
_DEV_SHM = "/dev/shm"


def box(plan: ContainerPlan) -> str:
    return f"{plan.folder}/box"


def make(plan: ContainerPlan) -> None:
    """In the first process of a new user namespace; it is in a mount namespace of its own then."""
    with layer("mounts"):
        linux.unshare(linux.CLONE_NEWNS)
        linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
        linux.mount("tmpfs", box(plan), "tmpfs", _HARMLESS, _BOX_OPTIONS)
        for name in _BOX_FOLDERS:
            os.mkdir(f"{box(plan)}/{name}", 0o711 if name in _OPEN_FOLDERS else 0o700)
        for name, text in plan.files.items():
            with open(f"{box(plan)}/{name}", "x", encoding="utf-8") as file:
                file.write(text)
        _make_tree(plan)
    if plan.workspace is not None:
        shown = plan.workspace
        workspace.mount_workspace(f"{box(plan)}/aside", shown.plan, shown.protected, shown.source)
        with layer("workspace"):
            _show(f"{box(plan)}/aside{workspace.PATH}", f"{box(plan)}/place{workspace.PATH}", 0)
    with layer("mounts"):
        linux.mount(box(plan), plan.box_place, None, linux.MS_BIND | linux.MS_REC)


def _make_tree(plan: ContainerPlan) -> None:
    if plan.packages is not None:
        # Nothing has come into its place since the gateway has looked at it, and its libraries can be mapped.
        packages.check_is_the_checked_one(plan.packages, plan.packages_source)
        packages.check_may_run(plan.packages_source)
    place = f"{box(plan)}/place"
    read_only = linux.MOUNT_ATTR_RDONLY | linux.MOUNT_ATTR_NOSUID | linux.MOUNT_ATTR_NODEV
    _show(_copy(plan, plan.root), place, read_only)
    gateways = f"{os.path.dirname(plan.folder)}/"
    for bind in plan.binds:
        source = _copy(plan, bind.source) if bind.source.startswith(gateways) else bind.source
        _show(source, place + bind.destination, read_only)
    # limit.memory: sized, and inodes counted, which Podman's --tmpfs cannot.
    for folder, mode in plan.scratch.items():
        target = f"{box(plan)}/shm" if folder == _DEV_SHM else place + folder
        options = f"size={plan.scratch_bytes},nr_inodes={plan.scratch_inodes},mode={mode}"
        linux.mount("tmpfs", target, "tmpfs", _HARMLESS | linux.MS_NOEXEC, options)


def _copy(plan: ContainerPlan, source: str) -> str:
    """Of a folder of the gateway's: the table of mounts would show where it is (proc_pid_mountinfo(5), `root`)."""
    copies = f"{box(plan)}/copies"
    target = f"{copies}/{len(os.listdir(copies))}"
    shutil.copytree(source, target, symlinks=True)
    return target


def _show(source: str, target: str, attributes: int) -> None:
    """With all that is mounted below, and so on all of it."""
    fd = os.open(source, os.O_PATH | os.O_CLOEXEC)
    clone = linux.clone_mount(fd)
    linux.set_mount_attributes(clone, attributes)
    spot = os.open(target, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
    linux.move_mount(clone, spot)
    for used in (fd, clone, spot):
        os.close(used)
