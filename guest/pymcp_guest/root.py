"""The sandbox's own file tree: a small read-only root, private scratch, nothing else.

jail.kernel: built on a fresh tmpfs out of binds that the outer jail already made read-only, then entered by
pivot_root(2) with the old tree detached, so that the gateway's socket and the cgroup folders have no path any more.
"""

from __future__ import annotations

import contextlib
import os

from . import landlock, linux, packages, workspace
from .layers import LayerError, layer
from .plan import LaunchPlan, TemplatePlan

HOME = "/home/mcp"
_is_own = True
SCRATCH_FOLDERS = ("/tmp", "/dev/shm", HOME)
_NEW_ROOT = "/tmp"
_OLD_ROOT = "/.old"
_SENTINEL = "/run/sealed"
"""Empty, readable by its mode, named by no Landlock rule: that it cannot be opened shows that Landlock holds."""
_HARMLESS = linux.MS_NOSUID | linux.MS_NODEV


def enter_own_root(template: TemplatePlan, launch: LaunchPlan) -> None:
    with layer("mounts"):
        linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
        linux.mount("tmpfs", _NEW_ROOT, "tmpfs", _HARMLESS, "size=64k,nr_inodes=64,mode=755")
        _bind_shared_folders(template)
        _mount_own_folders(launch)
        if template.workspace is not None:
            workspace.mount_workspace(_NEW_ROOT, template.workspace, launch.protected)
        _pivot()


def settle_in(home: str) -> None:
    """In a sandbox that has no root of its own (contained_birth.py): the scratch folder that it works in."""
    global HOME, _is_own
    HOME, _is_own = home, False


def working_folder() -> str:
    """Where a program starts: the workspace where there is one. The root is ours alone, so its being there says so."""
    return workspace.PATH if _is_own and os.path.isdir(workspace.PATH) else HOME


def _bind_shared_folders(template: TemplatePlan) -> None:
    for folder in (*template.top_folders, "/etc", "/dev"):
        target = _NEW_ROOT + folder
        os.mkdir(target, 0o755)
        linux.mount(folder, target, None, linux.MS_BIND | linux.MS_REC)
        # What lies below are mounts that bubblewrap made read-only and that this namespace cannot change;
        # the folder itself is on a tmpfs of the template's and is not.
        linux.mount(None, target, None, linux.MS_BIND | linux.MS_REMOUNT | linux.MS_RDONLY | _HARMLESS)
    for link_target, path in template.top_links:
        os.symlink(link_target, _NEW_ROOT + path)


def _mount_own_folders(launch: LaunchPlan) -> None:
    for folder in ("/proc", "/tmp", "/home", HOME, "/run", _OLD_ROOT):
        _make_folder(folder)
    os.close(os.open(_NEW_ROOT + _SENTINEL, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o444))
    # subset=pid shows processes only: no /proc/sys, cpuinfo, mounts of other namespaces, keys…
    linux.mount("proc", _NEW_ROOT + "/proc", "proc", _HARMLESS | linux.MS_NOEXEC, "subset=pid")
    # A devpts of its own: with a shared one, sandboxes could open each other's terminals.
    pts_flags = linux.MS_NOSUID | linux.MS_NOEXEC
    linux.mount(
        "devpts", _NEW_ROOT + "/dev/pts", "devpts", pts_flags, "newinstance,ptmxmode=0666,mode=620,max=16"
    )
    # limit.memory: sized, and inodes counted (FACTS: 600,000 empty files cost 610 MB of kernel memory).
    for folder in SCRATCH_FOLDERS:
        mode = "0700" if folder == HOME else "1777"
        options = f"size={launch.scratch_bytes},nr_inodes={launch.scratch_inodes},mode={mode}"
        linux.mount("tmpfs", _NEW_ROOT + folder, "tmpfs", _HARMLESS | linux.MS_NOEXEC, options)


def check_is_own(template: TemplatePlan, landlock_abi: int) -> None:
    """Read back what the mounts and Landlock must have done; raise LayerError where they have not."""
    for folder in ("/", *template.top_folders, "/etc", "/dev"):
        if not os.statvfs(folder).f_flag & os.ST_RDONLY:
            raise LayerError("mounts", f"{folder} is not read-only")
    if template.packages is not None:
        packages.check_is_the_checked_one(template.packages)
    landlock.check(landlock_abi, _SENTINEL)


def _make_folder(folder: str) -> None:
    # An interpreter below /home brings that folder, with an empty place for ours in it, out of the outer jail.
    with contextlib.suppress(FileExistsError):
        os.mkdir(_NEW_ROOT + folder, 0o755)


def _pivot() -> None:
    linux.syscall("pivot_root", _NEW_ROOT.encode(), (_NEW_ROOT + _OLD_ROOT).encode())
    os.chdir("/")
    linux.detach(_OLD_ROOT)
    os.rmdir(_OLD_ROOT)
    linux.mount(None, "/", None, linux.MS_BIND | linux.MS_REMOUNT | linux.MS_RDONLY | _HARMLESS)
