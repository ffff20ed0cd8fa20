"""What is in a folder, and below it."""

from __future__ import annotations

import os
from typing import Any

from .place import opened_folder
from .walking import Walk, is_masked, list_entries, show_name

_MOST_ENTRIES = 5_000
_MOST_TREE = 4_000


def list_folder(path: str, with_sizes: bool) -> dict[str, Any]:
    with opened_folder(path) as fd:
        device = os.fstat(fd).st_dev
        found = list_entries(fd)
        entries = [_describe(fd, name, kind, device, with_sizes) for name, kind in found[:_MOST_ENTRIES]]
    return {"entries": entries, "omitted": max(0, len(found) - _MOST_ENTRIES)}


def _describe(fd: int, name: str, kind: str, device: int, with_sizes: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": show_name(name), "kind": kind}
    if kind in ("file", "folder") and is_masked(fd, name, device):
        entry["kind"] = "protected"
    if with_sizes and entry["kind"] == "file":
        try:
            status = os.stat(name, dir_fd=fd, follow_symlinks=False)
        except OSError:
            return entry
        entry["size"] = status.st_size
        entry["modified"] = status.st_mtime
    return entry


def tree(path: str, excluded: list[str], with_ignored: bool) -> dict[str, Any]:
    """Flat, in the order of a tree: the gateway makes one of it."""
    walk = Walk(path, excluded, with_ignored)
    entries: list[dict[str, Any]] = []
    for entry in walk.entries():
        if len(entries) == _MOST_TREE:
            walk.stop()
            break
        entries.append({"path": show_name(entry.path), "kind": entry.kind, "depth": entry.depth})
    return {"entries": entries, "complete": walk.is_complete, "ignored": walk.ignored}
