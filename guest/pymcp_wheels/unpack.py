"""Makes the tree of an environment of its wheels. Runs without a network, and runs nothing of what it unpacks."""

from __future__ import annotations

import gc
import json
import os
import platform
from typing import Any

from pymcp_wheels.packaging_parts import part
from pymcp_wheels.saying import RefusedError, of_system, refuse, say
from pymcp_wheels.tree import Tree
from pymcp_wheels.wheel import Facts, Wheel

ARCHIVES = "/workspace/archives"
TREE = "/workspace/tree"


def main() -> None:
    # It ends soon, and what it makes hangs together in no circles that are worth looking for.
    gc.disable()
    with open("job.json", encoding="utf-8") as file:
        job = json.load(file)
    try:
        _unpack(job)
    except RefusedError as error:
        refuse(error)
    except OSError as error:
        refuse(of_system(error))


def _unpack(job: dict[str, Any]) -> None:
    tree = Tree(TREE, job["mostBytes"], job["mostFiles"])
    archives, facts = job["archives"], []
    for place, one in enumerate(archives, 1):
        say("package", package=f"{one['name']}=={one['version']}", place=place, of=len(archives))
        wheel = Wheel(os.path.join(ARCHIVES, one["file"]), one["file"], (one["name"], one["version"]))
        with wheel.zip:
            _check_python(wheel)
            left_out = tree.write(wheel)
            facts.append(wheel.facts)
        say("unpacked", name=one["name"], version=wheel.facts.version, file=one["file"])
        if left_out.scripts or left_out.pth:
            say("left-out", package=one["name"], scripts=left_out.scripts, pth=left_out.pth[:20])
    _check_requirements(facts, {one["name"]: one["extras"] for one in archives})
    say("done")


def _check_python(wheel: Wheel) -> None:
    wanted = wheel.requires_python()
    if not wanted:
        return
    try:
        fits = part("specifiers").SpecifierSet(wanted).contains(platform.python_version(), prereleases=True)
    except ValueError:
        raise wheel.refused(f"says that it requires Python {wanted!r}, which nobody understands") from None
    if not fits:
        raise wheel.refused(f"requires Python {wanted}, and this one is {platform.python_version()}")


def _check_requirements(facts: list[Facts], extras: dict[str, list[str]]) -> None:
    """Everything that is required is among them, in a version that will do."""
    versions = {one.name: part("version").Version(one.version) for one in facts}
    requires = {one.name: [_parse(one, text) for text in one.requires] for one in facts}
    waiting = [(one.name, extra) for one in facts for extra in ["", *extras.get(one.name, [])]]
    seen = set(waiting)
    while waiting:
        name, extra = waiting.pop()
        for wanted in requires[name]:
            if wanted.marker is not None and not wanted.marker.evaluate({"extra": extra}):
                continue
            needed = part("utils").canonicalize_name(wanted.name)
            if needed not in versions:
                why = f"{name} needs {wanted}, which is not among the requirements"
                raise RefusedError("requirement", why, name)
            if not wanted.specifier.contains(versions[needed], prereleases=True):
                why = f"{name} needs {wanted}, and the requirements have {needed}=={versions[needed]}"
                raise RefusedError("requirement", why, name)
            for more in wanted.extras:
                if (needed, more) not in seen:
                    seen.add((needed, more))
                    waiting.append((needed, more))


def _parse(one: Facts, text: str) -> Any:
    try:
        return part("requirements").Requirement(text)
    except ValueError as error:
        why = f"{one.name} has a requirement that nobody understands: {error}"
        raise RefusedError("wheel", why, one.name) from None
