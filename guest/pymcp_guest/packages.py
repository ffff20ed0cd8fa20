"""The packages of an environment that a person has made: a tree of the host at /env, read-only and the same for all.

With them Python finds its standard library and these alone, as in a virtual environment: the packages that are
installed beside the interpreter are not in the jail. `.pth` files of theirs are not executed: their folder is on the
path, and no folder of `site`. What Python programs start finds the same by a `.pth` file of ours where `site` looks, a
path and no code (src/sandbox/backends/bubblewrap/packages-place.ts).
"""

from __future__ import annotations

import os
import site
import sys

from .layers import LayerError, layer
from .plan import PackagesPlan

PATH = "/env"
SITE = f"{PATH}/site-packages"


def settle(packages: PackagesPlan | None) -> None:
    """In the template, before anything is imported for all."""
    if packages is None:
        return
    check_is_the_checked_one(packages)
    check_may_run(PATH)
    find_alone()


def find_alone() -> None:
    """From now on Python finds its standard library and these."""
    sys.path[:] = search_path(sys.path, site.getsitepackages())


def search_path(path: list[str], site_folders: list[str]) -> list[str]:
    return [folder for folder in path if folder != SITE and folder not in site_folders] + [SITE]


def check_may_run(folder: str) -> None:
    """Libraries of theirs could not be mapped, and that would show as an ImportError in the midst of a program."""
    with layer("packages"):
        if os.statvfs(folder).f_flag & os.ST_NOEXEC:
            raise LayerError("packages", "the file system that the environment lies on is mounted noexec")


def check_is_the_checked_one(packages: PackagesPlan, folder: str | None = None) -> None:
    """That the gateway has looked at, and nothing that has come into its place since."""
    with layer("packages"):
        folder = PATH if folder is None else folder
        found = os.stat(folder)
        if (found.st_dev, found.st_ino) != (packages.device, packages.inode):
            raise LayerError("packages", f"{folder} is not the tree of the environment")
