"""What the gateway tells the template once, and the template tells no one else.

All of it comes from the gateway, which builds and checks it (src/sandbox/backends/bubblewrap/template-plan.ts);
it is trusted here.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

CONTROL_FOLDER = "/run/gw"
"""Where the outer jail shows the gateway's socket and the cgroup folders. No sandbox can reach it."""


@dataclass(frozen=True)
class WorkspacePlan:
    """The host folder that the outer jail shows below the control folder."""

    writable: bool
    device: int
    inode: int
    """Of the folder that the gateway has checked (stat(2))."""

    @staticmethod
    def parse(message: dict[str, Any]) -> WorkspacePlan:
        return WorkspacePlan(
            writable=message["access"] == "writable",
            device=int(message["device"]),
            inode=int(message["inode"]),
        )


@dataclass(frozen=True)
class PackagesPlan:
    """The tree of an environment's packages that the outer jail shows at /env (packages.py)."""

    device: int
    inode: int
    """Of the folder that the gateway has checked (stat(2))."""

    @staticmethod
    def parse(message: dict[str, Any]) -> PackagesPlan:
        return PackagesPlan(device=int(message["device"]), inode=int(message["inode"]))


@dataclass(frozen=True)
class ProtectedPath:
    """A path below the workspace and how it is covered: `masked`, `read-only`, or `pinned` (it only stays in place)."""

    path: bytes
    cover: str

    @staticmethod
    def parse(message: dict[str, Any]) -> ProtectedPath:
        # One character per byte: a name need not be UTF-8.
        return ProtectedPath(path=message["path"].encode("latin-1"), cover=str(message["cover"]))


@dataclass(frozen=True)
class ContainedPlan:
    """Where there are no namespaces: paths as the gateway sees them."""

    socket_path: str
    cgroup_folders: dict[str, str]
    """By controller."""
    readable: tuple[str, ...]
    """Files and folders that sandboxes may read; nothing else of the file tree but devices and their scratch."""
    unreadable: tuple[str, ...]
    """Files that are there and that a sandbox must be refused, as a trial."""

    @staticmethod
    def parse(message: dict[str, Any]) -> ContainedPlan:
        return ContainedPlan(
            socket_path=str(message["socketPath"]),
            cgroup_folders=dict(message["cgroupFolders"]),
            readable=tuple(message["readable"]),
            unreadable=tuple(message["unreadable"]),
        )


@dataclass(frozen=True)
class TemplatePlan:
    """One per template."""

    seccomp_filter: bytes
    """struct sock_filter[], assembled by the gateway."""
    top_folders: tuple[str, ...]
    """Folders directly below / that every sandbox sees read-only."""
    top_links: tuple[tuple[str, str], ...]
    """Symbolic links directly below /, as (target, path)."""
    etc_files: dict[str, str]
    """The whole content of /etc: path below it → text."""
    etc_links: dict[str, str]
    """Links below /etc: path → target."""
    executables: tuple[str, ...]
    """The only files that may be executed: the interpreter and its loader."""
    preload: tuple[str, ...]
    """Modules that the template imports once, for all."""
    optional_preload: tuple[str, ...] = ()
    """Likewise, where they are installed."""
    workspace: WorkspacePlan | None = None
    packages: PackagesPlan | None = None
    """Without it Python finds what is installed beside the interpreter."""
    has_network: bool = False
    """The outer jail shows the socket of the egress proxy, and each sandbox gets a relay (network.py)."""
    contained: ContainedPlan | None = None
    """Sandboxes have no namespaces of their own (contained_birth.py)."""

    @staticmethod
    def parse(message: dict[str, Any]) -> TemplatePlan:
        return TemplatePlan(
            seccomp_filter=base64.b64decode(message["seccompFilter"], validate=True),
            top_folders=tuple(message["topFolders"]),
            top_links=tuple((target, path) for target, path in message["topLinks"]),
            etc_files=dict(message["etcFiles"]),
            etc_links=dict(message["etcLinks"]),
            executables=tuple(message["executables"]),
            preload=tuple(message["preload"]),
            optional_preload=tuple(message["optionalPreload"]),
            workspace=None if message["workspace"] is None else WorkspacePlan.parse(message["workspace"]),
            packages=None if message["packages"] is None else PackagesPlan.parse(message["packages"]),
            has_network=bool(message["hasNetwork"]),
            contained=None if message.get("contained") is None else ContainedPlan.parse(message["contained"]),
        )


@dataclass(frozen=True)
class LaunchPlan:
    """One per sandbox. Bytes and counts; `join_files` are relative to the cgroup folder."""

    id: int
    token: str
    join_files: tuple[str, ...]
    scratch_bytes: int
    scratch_inodes: int
    file_bytes: int
    open_files: int
    processes: int | None
    """RLIMIT_NPROC, where the kernel counts it per user namespace (5.14); None leaves it alone."""
    data_bytes: int | None
    """RLIMIT_DATA, where no cgroup holds the memory."""
    protected: tuple[ProtectedPath, ...] = ()
    """path.protected: what is covered in the workspace, folders before what is in them."""
    scratch_folder: str | None = None
    """Of this sandbox alone, where it has no mounts (contained_birth.py)."""

    @staticmethod
    def parse(message: dict[str, Any]) -> LaunchPlan:
        return LaunchPlan(
            id=int(message["id"]),
            token=str(message["token"]),
            join_files=tuple(message["joinFiles"]),
            scratch_bytes=int(message["scratchBytes"]),
            scratch_inodes=int(message["scratchInodes"]),
            file_bytes=int(message["fileBytes"]),
            open_files=int(message["openFiles"]),
            processes=message["processes"],
            data_bytes=message["dataBytes"],
            protected=tuple(ProtectedPath.parse(entry) for entry in message["protected"]),
            scratch_folder=message.get("scratchFolder"),
        )
