"""What a task answers where it cannot be done: a stable code and words for a person. The gateway adds the hint."""

from __future__ import annotations

import errno
from typing import Any


class RefusedError(Exception):
    def __init__(self, code: str, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.code = code
        self.facts = facts


def explain(error: OSError, path: str) -> RefusedError:
    """In the words of whoever asked: which file it is, and what the kernel said of it."""
    code, what = _KNOWN.get(error.errno or 0, ("failed", error.strerror or str(error)))
    return RefusedError(code, f"{show(path)} {what}")


def show(path: str) -> str:
    return repr(path) if path else "the workspace"


_PROTECTED = "is protected or not open to you: secrets are not shown, and what the host obeys is not changed"

_KNOWN = {
    errno.ENOENT: ("missing", "is not there"),
    errno.ENOTDIR: ("not-folder", "is no folder, or lies below something that is none"),
    errno.EISDIR: ("not-file", "is a folder"),
    errno.EEXIST: ("exists", "is there already"),
    errno.ENOTEMPTY: ("exists", "is a folder that is not empty"),
    errno.ELOOP: ("link", "is a symbolic link that leads in circles, or was swapped while it was opened"),
    errno.EACCES: ("protected", _PROTECTED),
    errno.EPERM: ("protected", _PROTECTED),
    errno.EBUSY: ("protected", "is protected, or holds what is: it stays where it is"),
    errno.EROFS: ("read-only", "is read-only"),
    errno.ENAMETOOLONG: ("name", "has a name that is too long"),
    errno.ENOSPC: ("full", "does not fit: the disk is full"),
    errno.EDQUOT: ("full", "does not fit: the quota is used up"),
    errno.EFBIG: ("too-large", "is larger than a file may be"),
    errno.ENXIO: ("not-file", "is no regular file"),
    errno.EINVAL: ("name", "has a name that the file system does not take, or would be moved into itself"),
}
