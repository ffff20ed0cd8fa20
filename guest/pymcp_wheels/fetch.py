"""Brings the archives that the requirements name by hash, of the one index.

Runs with a network, and runs nothing that it brings.
"""

from __future__ import annotations

import json
import platform
import sys
from typing import Any

from pymcp_wheels.asking import Asker
from pymcp_wheels.bring import bring, find
from pymcp_wheels.choosing import Chooser, Wanted
from pymcp_wheels.packaging_parts import part
from pymcp_wheels.saying import RefusedError, of_system, refuse, say


def main() -> None:
    with open("job.json", encoding="utf-8") as file:
        job = json.load(file)
    try:
        _fetch(job)
    except RefusedError as error:
        refuse(error)
    except OSError as error:
        refuse(of_system(error))


def _fetch(job: dict[str, Any]) -> None:
    chooser, asker = Chooser(), Asker(job["quietSeconds"])
    meant = [one for one in job["requirements"] if _counts(one)]
    names = [one["name"] for one in meant]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise RefusedError("twice", f"two requirements name {twice} for this Python", twice)
    say("python", version=platform.python_version(), implementation=sys.implementation.name)
    for place, one in enumerate(meant, 1):
        wanted = Wanted(one["name"], one["version"], frozenset(one["hashes"]), one["source"])
        say("package", package=wanted.text, place=place, of=len(meant))
        cached = {
            entry["file"]: entry["sha256"] for entry in job["cached"] if entry["sha256"] in wanted.hashes
        }
        file = chooser.best(cached, wanted)
        if file is not None:
            say("archive", **_archive(one, file, cached[file], chooser, wanted), cached=True)
            continue
        link = find(asker, chooser, job["index"], wanted)
        if link.yanked is not None:
            say("yanked", package=wanted.text, why=link.yanked[:300])
        digest = bring(asker, link, wanted, job["mostBytes"])
        say("archive", **_archive(one, link.file, digest, chooser, wanted), cached=False)
    say("done")


def _counts(one: dict[str, Any]) -> bool:
    if not one["marker"]:
        return True
    try:
        return bool(part("markers").Marker(one["marker"]).evaluate())
    except Exception as error:  # Several, of which some say more than others.
        why = f"the marker of {one['name']} cannot be understood: {error}"
        raise RefusedError("marker", why, one["name"]) from None


def _archive(one: dict[str, Any], file: str, digest: str, chooser: Chooser, wanted: Wanted) -> dict[str, Any]:
    kind = chooser.kind_of(file, wanted)
    return {"name": one["name"], "version": one["version"], "file": file, "sha256": digest, "kind": kind}
