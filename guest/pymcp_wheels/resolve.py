"""Finds versions for requirements that are not pinned, by uv or by pip and of the one index.

Runs with a network, and takes wheels alone, so that nothing of what it brings is run.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from typing import Any

from pymcp_wheels import by_pip, by_uv
from pymcp_wheels.bring import ARCHIVES
from pymcp_wheels.packaging_parts import part
from pymcp_wheels.saying import RefusedError, of_system, refuse, say

_REQUIREMENTS = "requirements.txt"


def main() -> None:
    with open("job.json", encoding="utf-8") as file:
        job = json.load(file)
    try:
        _resolve(job)
        _tell()
    except RefusedError as error:
        refuse(error)
    except OSError as error:
        refuse(of_system(error))


def _resolve(job: dict[str, Any]) -> None:
    with open(_REQUIREMENTS, "w", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in job["requirements"]))
    os.makedirs("/workspace/tmp", exist_ok=True)
    why = _by_uv(job) if job["uv"] != "none" else ""
    if why is not None:
        say("resolver", by="pip", whyNotUv=why)
        by_pip.resolve(job["index"], _REQUIREMENTS, job["quietSeconds"])


def _by_uv(job: dict[str, Any]) -> str | None:
    """None where it has done it; else why it could not, where another will do."""
    try:
        version = by_uv.version()
        by_uv.resolve(job["index"], _REQUIREMENTS, job["quietSeconds"], job["mostBytes"])
    except by_uv.UnusableError as error:
        if job["uv"] == "wanted":
            raise RefusedError("no-uv", f"uv does not work in the jail: {error}") from None
        return str(error)[:300]
    say("resolver", by=f"uv {version}", whyNotUv="")
    return None


def _tell() -> None:
    utils = part("utils")
    say("python", version=platform.python_version(), implementation=sys.implementation.name)
    for file in sorted(os.listdir(ARCHIVES)):
        try:
            name, version, *_ = utils.parse_wheel_filename(file)
        except Exception as error:
            raise RefusedError(
                "answered", f"the resolver has brought {file}, which is no wheel: {error}"
            ) from None
        say("resolved", name=str(name), version=str(version), file=file)
    say("done")
