"""Finds versions by pip, which brings each archive that it looks at."""

from __future__ import annotations

import os
import subprocess

from pymcp_wheels.asking import RELAY
from pymcp_wheels.bring import ARCHIVES
from pymcp_wheels.packaging_parts import pip_command
from pymcp_wheels.saying import RefusedError, say

_LAST_LINES = 12


def resolve(index: str, path: str, quiet_s: float) -> None:
    """@param path of the requirements @raise RefusedError"""
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
    command += [f"--requirement={path}"]
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
