"""A sandbox that becomes another program: one of this package's, started by its path, with the channel as its input.

jail.kernel: execve(2) changes nothing of what the seal has taken away: namespaces, mounts, capabilities, no_new_privs,
Landlock and seccomp stay as they are, for every thread and process of the program.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import Any, NoReturn


def become(control: socket.socket, message: dict[str, Any]) -> NoReturn:
    """Standard output and error are in their places (streams.Streams); every other descriptor ends with the exec."""
    os.dup2(control.fileno(), 0, inheritable=True)
    environment = {**message["environment"], "PYMCP_PYTHON": json.dumps(_describe_python())}
    os.execve(message["argv"][0], message["argv"], environment)


def _describe_python() -> dict[str, Any]:
    """What a program about Python would start an interpreter for; it may start none."""
    return {
        "path": [path for path in sys.path if path],
        "prefix": sys.prefix,
        "version": list(sys.version_info),
    }
