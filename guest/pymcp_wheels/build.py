"""Builds the source archives that a person has permitted by name, each into a wheel.

Their code runs here, in a jail without a network that ends with it. It finds the wheels of this environment
unpacked, and what the interpreter has; the host takes the wheels that come out and nothing else.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from typing import Any

from pymcp_wheels.pack import lay_out
from pymcp_wheels.packaging_parts import pip_command
from pymcp_wheels.saying import RefusedError, of_system, refuse, say
from pymcp_wheels.tree import Tree
from pymcp_wheels.wheel import Wheel

ARCHIVES = "/workspace/archives"
BUILT = "/workspace/built"
_SCRATCH = "/workspace/tmp"
_LAST_LINES = 15


def main() -> None:
    with open("job.json", encoding="utf-8") as file:
        job = json.load(file)
    try:
        _build_all(job)
    except RefusedError as error:
        refuse(error)
    except OSError as error:
        refuse(of_system(error))


def _build_all(job: dict[str, Any]) -> None:
    packages = os.path.join(_SCRATCH, "packages")
    for folder in (packages, BUILT):
        os.makedirs(folder)
    tree = Tree(os.path.join(_SCRATCH, "packs"), job["mostBytes"], job["mostFiles"])
    sources = [one for one in job["archives"] if one["kind"] == "source"]
    for one in job["archives"]:
        if one["kind"] == "wheel":
            wheel = Wheel(os.path.join(ARCHIVES, one["file"]), one["file"], (one["name"], one["version"]))
            with wheel.zip:
                tree.write(wheel)
    lay_out(tree.packs, packages)
    for pack in tree.packs:
        os.remove(pack)
    for place, one in enumerate(sources, 1):
        say("package", package=f"{one['name']}=={one['version']}", place=place, of=len(sources))
        say("built", name=one["name"], file=_build(one, packages))
    say("done")


def _build(one: dict[str, Any], packages: str) -> str:
    out = tempfile.mkdtemp(dir=_SCRATCH)
    variables = {**os.environ, "TMPDIR": _SCRATCH, "PYTHONPATH": packages}
    # Not -I: the build has to find the packages.
    command = [part for part in pip_command() if part != "-I"]
    command += ["--isolated", "wheel", "--no-index", "--no-build-isolation", "--no-deps", "--no-cache-dir"]
    command += ["--disable-pip-version-check", "--no-input", "--no-color", "--progress-bar=off"]
    done = subprocess.run(
        [*command, f"--wheel-dir={out}", os.path.join(ARCHIVES, one["file"])],
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    wheels = [file for file in os.listdir(out) if file.endswith(".whl")]
    if done.returncode == 0 and len(wheels) == 1:
        os.rename(os.path.join(out, wheels[0]), os.path.join(BUILT, wheels[0]))
        return wheels[0]
    said = done.stdout.decode("utf-8", "replace").strip().splitlines()[-_LAST_LINES:]
    raise RefusedError("build", f"{one['file']} could not be built: {' / '.join(said)}"[:900], one["name"])
