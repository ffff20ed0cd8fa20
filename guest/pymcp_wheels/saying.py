"""What the host is told: one JSON object a line on stdout, in ASCII."""

from __future__ import annotations

import errno
import json
from typing import Any


class RefusedError(Exception):
    """Ends the work. `code` is one of src/services/environments/guest-words.ts; `package` what it is about."""

    def __init__(self, code: str, message: str, package: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.package = package


def say(what: str, **about: Any) -> None:
    print(json.dumps({"what": what, **about}), flush=True)


def refuse(error: RefusedError) -> None:
    say("refused", code=error.code, message=str(error)[:1000], package=error.package[:200])


def of_system(error: OSError) -> RefusedError:
    codes = {errno.ENOSPC: "disk", errno.EDQUOT: "disk", errno.EFBIG: "too-large"}
    return RefusedError(
        codes.get(error.errno or 0, "failed"), f"a file could not be written: {error.strerror}"
    )
