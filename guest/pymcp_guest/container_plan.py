"""What the gateway tells start_container.py: one JSON document (src/sandbox/backends/container/container-plan.ts).

All of it comes from the gateway, which builds and checks it; it is trusted here. Paths are the host's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .plan import PackagesPlan, ProtectedPath, WorkspacePlan


@dataclass(frozen=True)
class Bind:
    """Shown read-only."""

    source: str
    destination: str

    @staticmethod
    def parse(message: dict[str, Any]) -> Bind:
        return Bind(message["source"], message["destination"])


@dataclass(frozen=True)
class IdMap:
    """Whose ids the sandbox has outside: its user's, and that of a root that owns nothing."""

    user: int
    group: int
    other_user: int
    other_group: int
    newuidmap: str
    newgidmap: str
    """Setuid programs that may map subordinate ids; root needs none."""

    @staticmethod
    def parse(message: dict[str, Any]) -> IdMap:
        return IdMap(
            user=int(message["user"]),
            group=int(message["group"]),
            other_user=int(message["otherUser"]),
            other_group=int(message["otherGroup"]),
            newuidmap=str(message["newuidmap"]),
            newgidmap=str(message["newgidmap"]),
        )


@dataclass(frozen=True)
class ShownWorkspace:
    source: str
    plan: WorkspacePlan
    protected: tuple[ProtectedPath, ...]

    @staticmethod
    def parse(message: dict[str, Any]) -> ShownWorkspace:
        return ShownWorkspace(
            source=message["source"],
            plan=WorkspacePlan.parse(message),
            protected=tuple(ProtectedPath.parse(entry) for entry in message["protected"]),
        )


@dataclass(frozen=True)
class ContainerPlan:
    folder: str
    """Of this sandbox: a small file system of its own is mounted there, which nobody else sees."""
    box_place: str
    """Where Podman finds that file system: its paths must be short. What else is there is covered, for Podman alone."""
    ids: IdMap
    shown: tuple[tuple[str, ...], ...]
    """Folders that root shows first, each in the words of start_with_folders.py."""
    root: str
    """The skeleton of its file tree."""
    binds: tuple[Bind, ...]
    scratch: dict[str, str]
    """Where it has a tmpfs of its own → its mode."""
    scratch_bytes: int
    scratch_inodes: int
    workspace: ShownWorkspace | None
    packages: PackagesPlan | None
    packages_source: str
    socket_path: str
    """Of the gateway's socket."""
    egress_socket_path: str | None
    """Of the proxy's, where it has a network."""
    files: dict[str, str]
    """Of Podman: below `folder`, path → text."""
    command: tuple[str, ...]
    environment: dict[str, str]

    @staticmethod
    def parse(message: dict[str, Any]) -> ContainerPlan:
        workspace, packages = message["workspace"], message["packages"]
        return ContainerPlan(
            folder=message["folder"],
            box_place=message["boxPlace"],
            ids=IdMap.parse(message["ids"]),
            shown=tuple(tuple(words) for words in message["shown"]),
            root=message["root"],
            binds=tuple(Bind.parse(bind) for bind in message["binds"]),
            scratch=dict(message["scratch"]),
            scratch_bytes=int(message["scratchBytes"]),
            scratch_inodes=int(message["scratchInodes"]),
            workspace=None if workspace is None else ShownWorkspace.parse(workspace),
            packages=None if packages is None else PackagesPlan.parse(packages),
            packages_source="" if packages is None else packages["source"],
            socket_path=message["socketPath"],
            egress_socket_path=message["egressSocketPath"],
            files=dict(message["files"]),
            command=tuple(message["command"]),
            environment=dict(message["environment"]),
        )
