"""user.mcp: the user namespace that Podman is started in, for one sandbox.

It has two ids: the guest's, which Podman is root by, and one of a root inside the container that owns nothing. With
them Podman is rootless, whoever runs the gateway, and leaves no process behind that holds a namespace (`catatonit -P`).
"""

from __future__ import annotations

import os
import subprocess

from . import linux
from .container_plan import IdMap
from .layers import LayerError, layer

# Limits of this user namespace and of all below it (namespaces(7)): the container's is the only one that can be made.
_USER_LIMITS = {"max_user_namespaces": 1, "max_inotify_instances": 16, "max_inotify_watches": 1024}
_MAPPED, _FAILED = b".", b"!"


def enter(ids: IdMap) -> None:
    """Become root of a new user namespace, which is the guest outside of it."""
    with layer("ids"):
        asked, ask = os.pipe()
        answers, answer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ask)
            os.close(answers)
            _map_parent(ids, asked, answer)
        os.close(asked)
        os.close(answer)
        if os.getuid() == 0:
            os.setgroups([])
            os.setresgid(ids.group, ids.group, ids.group)
            os.setresuid(ids.user, ids.user, ids.user)
            # A change of the user id takes /proc/PID away from who maps it (PR_SET_DUMPABLE in prctl(2)).
            linux.prctl(linux.PR_SET_DUMPABLE, 1)
        linux.unshare(linux.CLONE_NEWUSER)
        os.write(ask, _MAPPED)
        os.close(ask)
        said = os.read(answers, 4096)
        os.close(answers)
        os.waitpid(child, 0)
        if said != _MAPPED:
            raise LayerError("ids", said[1:].decode("utf-8", "replace") or "the user ids were not mapped")
    with layer("user-limits"):
        for name, limit in _USER_LIMITS.items():
            linux.write_file(f"/proc/sys/user/{name}", str(limit))


def _map_parent(ids: IdMap, asked: int, answer: int) -> None:
    """In a child that is still who started us."""
    try:
        if os.read(asked, 1) == _MAPPED:
            parent = os.getppid()
            _map(parent, "uid_map", ids.newuidmap, ids.user, ids.other_user)
            _map(parent, "gid_map", ids.newgidmap, ids.group, ids.other_group)
            os.write(answer, _MAPPED)
    except Exception as error:
        os.write(answer, _FAILED + str(error).encode()[:1000])
    finally:
        os._exit(0)


def _map(parent: int, name: str, program: str, own: int, other: int) -> None:
    if os.getuid() == 0:
        linux.write_file(f"/proc/{parent}/{name}", f"0 {own} 1\n1 {other} 1\n")
        return
    words = [program, str(parent), "0", str(own), "1", "1", str(other), "1"]
    done = subprocess.run(
        words, stdin=subprocess.DEVNULL, capture_output=True, env={}, text=True, check=False
    )
    if done.returncode != 0:
        raise OSError(0, f"{program}: {done.stderr.strip()}")
