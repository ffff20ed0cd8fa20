"""One archive of a requirement: found on the index's page, and brought."""

from __future__ import annotations

import os
import re
import time

from pymcp_wheels.asking import Asker
from pymcp_wheels.choosing import Chooser, Wanted
from pymcp_wheels.index_page import ACCEPT, Link, read_page
from pymcp_wheels.saying import RefusedError, say

ARCHIVES = "/workspace/archives"
_SAY_EACH_S = 0.2


def find(asker: Asker, chooser: Chooser, index: str, wanted: Wanted) -> Link:
    url = f"{index}{wanted.name}/"
    try:
        body, content_type, final = asker.page(url, ACCEPT)
        links = read_page(body, content_type, final)
    except RefusedError as error:
        text = f"the index has no {wanted.name}" if error.code == "absent" else str(error)
        raise RefusedError(error.code, text, wanted.name) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedError("answered", f"{url} is no page of an index: {error}", wanted.name) from None
    right = {link.file: link for link in links if link.sha256 is None or link.sha256 in wanted.hashes}
    best = chooser.best((file for file in right if _is_plain(file)), wanted)
    if best is None:
        raise chooser.why_none([(link.file, link.file in right) for link in links], wanted)
    return right[best]


def _is_plain(file: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._+!-]{0,250}", file) is not None


def bring(asker: Asker, link: Link, wanted: Wanted, most_bytes: int) -> str:
    path = os.path.join(ARCHIVES, link.file)
    last = 0.0

    def on_bytes(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last > _SAY_EACH_S:
            last = time.monotonic()
            say("bytes", done=done, of=of)

    try:
        digest = asker.file(link.url, path, most_bytes, on_bytes)
    except RefusedError as error:
        raise RefusedError(error.code, str(error), wanted.name) from None
    if digest not in wanted.hashes:
        raise RefusedError(
            "wrong-hash", f"{link.file} has the SHA-256 {digest}, which no requirement names", wanted.name
        )
    return digest
