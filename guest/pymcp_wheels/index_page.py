"""The page of a project in an index of packages, as HTML (PEP 503, 592) or as JSON (PEP 691)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit


@dataclass(frozen=True)
class Link:
    file: str
    url: str
    #: As the index has it; None where it names none. The archive itself is hashed whatever stands here.
    sha256: str | None
    #: Why it was taken back; None where it was not.
    yanked: str | None
    requires_python: str | None


JSON_TYPE = "application/vnd.pypi.simple.v1+json"
ACCEPT = f"{JSON_TYPE}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"


def read_page(body: bytes, content_type: str, url: str) -> list[Link]:
    """Raises ValueError where it is no such page."""
    kind = content_type.split(";")[0].strip().lower()
    if kind == JSON_TYPE or kind == "application/json":
        return _read_json(json.loads(body), url)
    if kind in ("text/html", "application/vnd.pypi.simple.v1+html"):
        parser = _Page(url)
        parser.feed(body.decode("utf-8", "replace"))
        parser.close()
        return parser.links
    raise ValueError(f"its type is {kind!r}")


def _read_json(page: Any, url: str) -> list[Link]:
    links = []
    for entry in page["files"]:
        yanked = entry.get("yanked", False)
        links.append(
            Link(
                file=str(entry["filename"]),
                url=urljoin(url, str(entry["url"])),
                sha256=entry.get("hashes", {}).get("sha256"),
                yanked=None if yanked is False else str(yanked if isinstance(yanked, str) else ""),
                requires_python=entry.get("requires-python"),
            )
        )
    return links


class _Page(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base = url
        self.links: list[Link] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        href = found.get("href")
        if href is None:
            return
        if tag == "base":
            self._base = urljoin(self._base, href)
        elif tag == "a":
            url, fragment = urldefrag(urljoin(self._base, href))
            algorithm, _, digest = fragment.partition("=")
            self.links.append(
                Link(
                    file=unquote(urlsplit(url).path.rsplit("/", 1)[-1]),
                    url=url,
                    sha256=digest.lower() if algorithm == "sha256" else None,
                    yanked=(found["data-yanked"] or "") if "data-yanked" in found else None,
                    requires_python=found.get("data-requires-python"),
                )
            )
