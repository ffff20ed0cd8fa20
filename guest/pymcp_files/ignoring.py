"""What .gitignore files leave out (gitignore(5)): the nearest file and its last line that matches decide."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from .globs import to_regex

_MOST_BYTES = 256 * 1024
_MOST_LINES = 4096
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    is_negative: bool
    folders_only: bool
    by_name: bool


class Ignored:
    """The rules that hold in one folder: its own and those of the folders above."""

    def __init__(self, base: str, rules: list[_Rule], above: Ignored | None) -> None:
        self._base = base
        self._rules = rules
        self._above = above

    def below(self, fd: int, path: str) -> Ignored:
        """`fd`: of the folder, `path`: of it, below the workspace."""
        rules = _parse(_read(".gitignore", fd))
        return Ignored(path, rules, self) if rules else self

    def has(self, path: str, name: str, is_folder: bool) -> bool:
        rules: Ignored | None = self
        while rules is not None:
            decided = rules._decide(path, name, is_folder)
            if decided is not None:
                return decided
            rules = rules._above
        return False

    def _decide(self, path: str, name: str, is_folder: bool) -> bool | None:
        relative = path[len(self._base) + 1 :] if self._base else path
        for rule in reversed(self._rules):
            if rule.folders_only and not is_folder:
                continue
            if rule.pattern.match(name if rule.by_name else relative):
                return not rule.is_negative
        return None


def open_rules(root: int) -> Ignored:
    """Those of the workspace as a whole: .git/info/exclude. Its .gitignore comes when its folder is entered."""
    try:
        git = os.open(".git", os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=root)
    except OSError:
        return Ignored("", [], None)
    try:
        info = os.open("info", os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=git)
    except OSError:
        return Ignored("", [], None)
    finally:
        os.close(git)
    try:
        return Ignored("", _parse(_read("exclude", info)), None)
    finally:
        os.close(info)


def _read(name: str, fd: int) -> str:
    try:
        file = os.open(name, _FILE, dir_fd=fd)
    except OSError:
        return ""
    try:
        return os.read(file, _MOST_BYTES).decode("utf-8", "surrogateescape")
    except OSError:
        return ""
    finally:
        os.close(file)


def _parse(text: str) -> list[_Rule]:
    rules = []
    for line in text.splitlines()[:_MOST_LINES]:
        rule = _parse_line(line)
        if rule is not None:
            rules.append(rule)
    return rules


def _parse_line(line: str) -> _Rule | None:
    wanted = re.sub(r"(?<!\\)[ \t]+$", "", line)
    if not wanted or wanted.startswith("#"):
        return None
    is_negative = wanted.startswith("!")
    wanted = wanted[1:] if is_negative else wanted
    folders_only = wanted.endswith("/")
    wanted = wanted.rstrip("/") if folders_only else wanted
    by_name = "/" not in wanted
    wanted = wanted.lstrip("/").replace("{", "\\{").replace("}", "\\}")
    if not wanted:
        return None
    try:
        return _Rule(to_regex(wanted), is_negative, folders_only, by_name)
    except re.error:
        return None
