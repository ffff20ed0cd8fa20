"""Finds versions for requirements that are not pinned, by pip and of the one index.

Runs with a network, and takes wheels alone, so that nothing of what it brings is run.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys

from pymcp_wheels.asking import RELAY
from pymcp_wheels.fetch import ARCHIVES
from pymcp_wheels.packaging_parts import part, pip_command
from pymcp_wheels.saying import RefusedError, of_system, refuse, say

_LAST_LINES = 12


def main() -> None:
    with open("job.json", encoding="utf-8") as file:
        job = json.load(file)
    try:
        _resolve(job["index"], job["requirements"], job["quietSeconds"])
        _tell()
    except RefusedError as error:
        refuse(error)
    except OSError as error:
        refuse(of_system(error))


def _resolve(index: str, lines: list[str], quiet_s: float) -> None:
    with open("requirements.txt", "w", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))
    os.makedirs("/workspace/tmp", exist_ok=True)
    variables = {name: value for name, value in os.environ.items() if name.lower() != "no_proxy"}
    command = [
        *pip_command(),
        "--isolated",
        "download",
        "--only-binary=:all:",
        "--no-cache-dir",
        "--no-input",
    ]
    command += ["--disable-pip-version-check", "--progress-bar=off", "--no-color", f"--index-url={index}"]
    command += [f"--proxy={RELAY}", f"--timeout={quiet_s:g}", "--retries=1", f"--dest={ARCHIVES}"]
    command += ["--requirement=requirements.txt"]
    variables["TMPDIR"] = "/workspace/tmp"
    said: list[str] = []
    with subprocess.Popen(
        command, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout is not None
        for raw in process.stdout:
            line = raw.decode("utf-8", "replace").rstrip()
            said = [*said[-_LAST_LINES:], line]
            if line.lstrip().startswith(("Collecting", "Downloading")):
                say("resolving", line=line.strip()[:300])
    if process.returncode != 0:
        words = [line for line in said if line.startswith("ERROR:")] or said
        raise RefusedError(_code_of("\n".join(said)), " ".join(words)[:900].replace("ERROR: ", ""))


def _code_of(said: str) -> str:
    if "No space left" in said:
        return "disk"
    if "timed out" in said or "Timeout" in said:
        return "hanging"
    if "Max retries" in said or "ProxyError" in said or "ConnectionError" in said:
        return "unreachable"
    return "unresolved"


def _tell() -> None:
    utils = part("utils")
    say("python", version=platform.python_version(), implementation=sys.implementation.name)
    for file in sorted(os.listdir(ARCHIVES)):
        try:
            name, version, *_ = utils.parse_wheel_filename(file)
        except Exception as error:
            raise RefusedError("answered", f"pip has brought {file}, which is no wheel: {error}") from None
        say("resolved", name=str(name), version=str(version), file=file)
    say("done")
