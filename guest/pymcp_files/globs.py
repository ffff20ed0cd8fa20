"""Patterns of paths, as shells and .gitignore have them, made into regular expressions of this process's own making."""

from __future__ import annotations

import re
from functools import lru_cache

_MAGIC = frozenset("*?[{")


@lru_cache(maxsize=512)
def to_regex(pattern: str, ignore_case: bool = False) -> re.Pattern[str]:
    """Of a whole path: `*` and `?` stop at a slash, `**` does not, `{a,b}` is either."""
    return re.compile(f"(?s:{_translate(pattern)})\\Z", re.IGNORECASE if ignore_case else 0)


class Matcher:
    """Any of several patterns: with a slash in it a path from where the search starts, else a name at any depth."""

    def __init__(self, patterns: list[str], plain: str = "whole") -> None:
        """`plain`: what a pattern without any magic means, the `whole` name or a `part` of it."""
        self._names = []
        self._paths = []
        self._parts = []
        for pattern in patterns:
            wanted = pattern.strip("/")
            if plain == "part" and not _MAGIC & set(wanted):
                self._parts.append(wanted.lower())
            elif "/" in wanted:
                self._paths.append(to_regex(wanted))
            else:
                self._names.append(to_regex(wanted))

    def __bool__(self) -> bool:
        return bool(self._names or self._paths or self._parts)

    def matches(self, path: str, name: str) -> bool:
        return (
            any(pattern.match(name) for pattern in self._names)
            or any(pattern.match(path) for pattern in self._paths)
            or any(part in (path if "/" in part else name).lower() for part in self._parts)
        )


def _translate(pattern: str) -> str:
    out, at, depth = [], 0, 0
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char == "*":
            stars = 1
            while at < len(pattern) and pattern[at] == "*":
                at += 1
                stars += 1
            if stars == 1:
                out.append("[^/]*")
            elif pattern[at : at + 1] == "/":
                at += 1
                # One group and not nested ones: `**/**/**/` must not backtrack without end.
                if not out or out[-1] != "(?:.*/)?":
                    out.append("(?:.*/)?")
            elif not out or out[-1] != ".*":
                out.append(".*")
        elif char == "?":
            out.append("[^/]")
        elif char == "[":
            at = _translate_class(pattern, at, out)
        elif char == "{" and "}" in pattern[at:]:
            depth += 1
            out.append("(?:")
        elif char == "}" and depth > 0:
            depth -= 1
            out.append(")")
        elif char == "," and depth > 0:
            out.append("|")
        elif char == "\\" and at < len(pattern):
            out.append(re.escape(pattern[at]))
            at += 1
        else:
            out.append(re.escape(char))
    return "".join(out) + ")" * depth


def _translate_class(pattern: str, at: int, out: list[str]) -> int:
    """Of `[…]`; a bracket that is not closed stands for itself."""
    first = at + 1 if pattern[at : at + 1] in ("!", "^") else at
    end = pattern.find("]", first + 1)
    if end == -1:
        out.append("\\[")
        return at
    inside = pattern[first:end].replace("\\", "\\\\").replace("[", "\\[").replace("&&", "&\\&")
    inside = inside.replace("||", "|\\|").replace("~~", "~\\~").replace("--", "-\\-").replace("^", "\\^")
    source = f"[^/{inside}]" if first > at else f"(?!/)[{inside}]"
    try:
        re.compile(source)
    except re.error:
        source = "(?!)"
    out.append(source)
    return end + 1
