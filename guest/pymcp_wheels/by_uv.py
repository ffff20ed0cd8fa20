"""Finds versions by uv, which asks the index for what packages say of themselves and brings none of them whole.

What it finds has the hashes of the index; the archives are then brought as for requirements that are pinned.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

from pymcp_wheels.asking import RELAY, Asker
from pymcp_wheels.bring import bring, find
from pymcp_wheels.choosing import Chooser, Wanted
from pymcp_wheels.packaging_parts import part
from pymcp_wheels.saying import RefusedError, say

PROGRAM = "/srv/program"
"""Where the jail shows it: the only file besides the interpreter that may be executed."""
_LINE = re.compile(r"([A-Za-z0-9._-]+)==([0-9A-Za-z.+!_-]+)((?: --hash=sha256:[0-9a-f]{64})+)")


class UnusableError(Exception):
    """It does not work here, or not as it is asked to."""


def version() -> str:
    """Such as 0.11.28. @raise UnusableError"""
    try:
        done = subprocess.run(
            [PROGRAM, "--version"],
            env=_variables(30),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnusableError(f"it cannot be started: {error}") from None
    said = done.stdout.decode("utf-8", "replace").strip()
    found = re.match(r"uv (\d+(?:\.\d+){1,3})\b", said)
    if done.returncode == 0 and found is not None:
        return found[1]
    raise UnusableError(f"it does not say its version: {said[:200] or f'status {done.returncode}'}")


def resolve(index: str, path: str, quiet_s: float, most_bytes: int) -> None:
    """@param path of the requirements @raise UnusableError, RefusedError"""
    asker, chooser = Asker(quiet_s), Chooser()
    found = _compile(index, path, quiet_s)
    for place, wanted in enumerate(found, 1):
        say("package", package=wanted.text, place=place, of=len(found))
        bring(asker, find(asker, chooser, index, wanted), wanted, most_bytes)


def _compile(index: str, path: str, quiet_s: float) -> list[Wanted]:
    command = [PROGRAM, "pip", "compile", path, f"--python={sys.executable}", f"--default-index={index}"]
    command += ["--only-binary=:all:", "--generate-hashes", "--strip-extras", "--no-header", "--no-annotate"]
    # Nothing but what is said here and the one index: no settings of a folder, no other Python, no keyring.
    command += ["--no-config", "--no-cache", "--no-python-downloads", "--keyring-provider=disabled"]
    command += ["--no-progress", "--color=never"]
    done = subprocess.run(
        command,
        env=_variables(quiet_s),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace")
        if re.search(r"unexpected argument|invalid value|unrecognized subcommand", said):
            raise UnusableError(f"it does not know what it is asked: {_flat(said)[:300]}")
        raise RefusedError(_code_of(said), _flat(said)[:900] or f"uv ended with status {done.returncode}")
    return _read(done.stdout.decode("utf-8", "replace"))


def _variables(quiet_s: float) -> dict[str, str]:
    ours = {
        name: value for name, value in os.environ.items() if name.lower() not in ("no_proxy", "all_proxy")
    }
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        ours[name] = RELAY
    ours |= {"UV_HTTP_TIMEOUT": f"{max(1, round(quiet_s))}", "UV_HTTP_RETRIES": "1"}
    return ours | {"TMPDIR": "/workspace/tmp", "RUST_BACKTRACE": "0"}


def _read(text: str) -> list[Wanted]:
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        line = " ".join(line.split())
        if line == "" or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise UnusableError(f"it has answered what is no pinned requirement: {line[:200]}")
        hashes = frozenset(re.findall(r"[0-9a-f]{64}", match[3]))
        name = part("utils").canonicalize_name(match[1])
        found.append(Wanted(str(name), match[2], hashes, source=False))
    return found


def _code_of(said: str) -> str:
    if "No space left" in said:
        return "disk"
    if "timed out" in said or "timeout" in said:
        return "hanging"
    # A project that the index does not have is no solution, and every address is told with it.
    if "No solution found" in said:
        return "unresolved"
    if re.search(r"Failed to fetch|error sending request|[Cc]onnection|dns error|tunnel", said):
        return "unreachable"
    return "unresolved"


def _flat(said: str) -> str:
    """Without what draws a tree of causes."""
    return " ".join(re.sub(r"[\u2500-\u257f\u25b6\u00d7]", " ", said).split())
