"""Serves the gateway's questions about files, one after the other, until it goes away.

It runs nobody's code, and holds nothing from one question to the next. The gateway believes it no more than any guest.
"""

from __future__ import annotations

import json
import socket
from typing import Any, Callable

from pymcp_guest import frames
from pymcp_guest.artifacts import send_chunks

from . import changing, deadline, editing, listing, reading, searching
from .refusal import RefusedError, explain

TYPE = "files"
"""Of the messages that are for it."""


def serve(control: socket.socket, first: dict[str, Any]) -> int:
    """`first`: the message that made a file worker of this process. Returns the exit code."""
    message: dict[str, Any] | None = first
    while message is not None:
        body = json.dumps(answer(message)).encode("ascii")
        frames.send_frame(control, {"type": "content", "size": len(body), "length": len(body)})
        send_chunks(control, body)
        message = frames.receive_frame(control)
    return 0


def answer(message: dict[str, Any]) -> dict[str, Any]:
    task = _TASKS[message["task"]]
    question = message["question"]
    try:
        if message["task"] in _SLOW:
            with deadline.deadline(deadline.SECONDS):
                return {"done": task(question)}
        return {"done": task(question)}
    except RefusedError as error:
        return {"refused": {"code": error.code, "message": str(error), **error.facts}}
    except OSError as error:
        refusal = explain(error, str(question.get("path", "")))
        return {"refused": {"code": refusal.code, "message": str(refusal)}}
    except (MemoryError, RecursionError) as error:
        return {"refused": {"code": "failed", "message": f"it needs too much: {type(error).__name__}"}}


def _search_text(asked: dict[str, Any]) -> dict[str, Any]:
    path = asked.pop("path")
    query = searching.Query(
        pattern=asked["pattern"],
        is_regex=asked["isRegex"],
        ignore_case=asked["ignoreCase"],
        included=asked["included"],
        excluded=asked["excluded"],
        with_ignored=asked["withIgnored"],
        most=asked["most"],
        around=asked["around"],
    )
    return searching.search_text(path, query)


_SLOW = frozenset(("searchFiles", "searchText", "tree"))

_TASKS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "readText": lambda a: reading.read_text(
        a["path"], a["most"], a["margin"], a["first"], a["last"], a["tail"]
    ),
    "readMedia": lambda a: reading.read_media(a["path"]),
    "describe": lambda a: reading.describe(a["path"]),
    "list": lambda a: listing.list_folder(a["path"], a["withSizes"]),
    "tree": lambda a: listing.tree(a["path"], a["excluded"], a["withIgnored"]),
    "searchFiles": lambda a: searching.search_files(
        a["path"], a["pattern"], a["excluded"], a["withIgnored"], a["most"]
    ),
    "searchText": _search_text,
    "planEdit": lambda a: editing.plan_edit(a["path"], [editing.Edit(**edit) for edit in a["edits"]]),
    "snapshot": lambda a: changing.snapshot(a["path"]),
    "write": lambda a: changing.write(a["path"], a["data"], a["expected"], a["temporary"]),
    "remove": lambda a: changing.remove(a["path"], a["expected"]),
    "makeFolder": lambda a: changing.make_folder(a["path"]),
    "removeFolders": lambda a: changing.remove_folders(a["paths"]),
    "move": lambda a: changing.move(a["path"], a["target"], a["identity"]),
    "sweep": lambda a: changing.sweep(a["path"], a["temporary"]),
}
