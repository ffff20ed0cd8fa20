"""Makes arguments for a function out of its type hints, its docstring and the names of its parameters."""

from __future__ import annotations

import inspect
import random
import re
import string
import typing
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pymcp_analysis.target import Kind

Make = Callable[[int, str, random.Random], Any]
SHAPES = ("random", "ascending", "descending")

BY_NAME = {
    "list": "values items arr array nums numbers lst data xs seq sequence elements a list_ unsorted left right",
    "int": "n k num number size count limit x m exponent index steps",
    "str": "s t text string word left_text right_text phrase sentence",
    "absent": "target key wanted value needle item element query",
    "matrix": "matrix grid board table",
    "graph": "graph adjacency adj neighbours neighbors edges",
}


@dataclass(frozen=True)
class Inferred:
    kinds: tuple[Kind, ...]
    arity: int
    forms: tuple[str, ...]


def infer_kinds(call: Callable[..., Any], seed: int = 0) -> Inferred:
    """Return its kinds of input, how many sizes there are, and of what form each argument is.

    Raises:
        LookupError: If it takes something of which no inputs are known; the text says what.
    """
    signature = inspect.signature(call)
    hints = _read_hints(call)
    required = [one for one in signature.parameters.values() if _is_required(one)]
    forms = [_find_form(one.name, hints.get(one.name), call) for one in required]
    sized = [form for form in forms if form != "absent"]
    if not sized:
        raise LookupError("takes nothing whose size could grow")
    arity = 2 if len(sized) == 2 and "matrix" not in sized and "graph" not in sized else 1
    shapes = SHAPES if "list" in sized else ("any",)
    kinds = tuple(Kind(shape, _maker(forms, shape, arity, seed)) for shape in shapes)
    return Inferred(kinds, arity, tuple(forms))


def _maker(forms: list[str], shape: str, arity: int, seed: int) -> Callable[..., tuple[Any, ...]]:
    def make(*sizes: int) -> tuple[Any, ...]:
        left, made = list(sizes), []
        for form in forms:
            size = left.pop(0) if arity == 2 and form != "absent" else sizes[0]
            made.append(MAKERS[form](size, shape, random.Random(f"{seed} {size}")))
        return tuple(made)

    return make


def _is_required(parameter: inspect.Parameter) -> bool:
    named = parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
    if parameter.kind is parameter.KEYWORD_ONLY and parameter.default is parameter.empty:
        raise LookupError(f"needs the keyword argument {parameter.name}")
    return named and parameter.default is parameter.empty


def _read_hints(call: Callable[..., Any]) -> dict[str, Any]:
    try:
        return typing.get_type_hints(call)
    except Exception:
        return dict(getattr(call, "__annotations__", {}))


def _find_form(name: str, hint: Any, call: Callable[..., Any]) -> str:
    form = _by_hint(hint) or _by_document(name, call.__doc__ or "")
    plain = name.lower().strip("_")
    by_name = next((key for key, names in BY_NAME.items() if plain in names.split()), None)
    if form is None:
        form = by_name
    elif by_name == "absent" and form == "int":
        return "absent"
    if form is None:
        what = "" if hint is None else f" ({getattr(hint, '__name__', hint)})"
        raise LookupError(f"takes {name}{what}, of which no inputs are known")
    return form


def _by_hint(hint: Any) -> str | None:
    if hint in (int, float):
        return "int"
    if hint is str or hint is bytes:
        return hint.__name__
    origin, inner = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin in (list, tuple, Sequence, Iterable, set, frozenset):
        if inner and typing.get_origin(inner[0]) in (list, tuple, Sequence):
            return "matrix"
        return "words" if inner and inner[0] is str else "list"
    if origin is dict:
        return "graph" if inner and typing.get_origin(inner[-1]) in (list, set, tuple) else None
    return None


def _by_document(name: str, document: str) -> str | None:
    """`values (list of int): ...` and `:type values: list`."""
    found = re.search(rf"^\s*(?::type {name}:|{name} ?[(:])\s*\(?(\w+)", document, re.MULTILINE)
    word = found.group(1).lower() if found else ""
    return {"list": "list", "int": "int", "integer": "int", "str": "str", "string": "str"}.get(word)


def _integers(n: int, shape: str, source: random.Random) -> list[int]:
    if shape == "ascending":
        return list(range(n))
    if shape == "descending":
        return list(range(n, 0, -1))
    return [source.getrandbits(30) for _ in range(n)]


def _text(n: int, _shape: str, source: random.Random) -> str:
    return "".join(source.choices("ab", k=n))


def _words(n: int, shape: str, source: random.Random) -> list[str]:
    words = ["".join(source.choices(string.ascii_lowercase, k=8)) for _ in range(n)]
    return words if shape in ("random", "any") else sorted(words, reverse=shape == "descending")


def _matrix(n: int, _shape: str, source: random.Random) -> list[list[int]]:
    return [[source.randrange(100) for _ in range(n)] for _ in range(n)]


def _graph(n: int, _shape: str, source: random.Random) -> dict[int, list[int]]:
    return {vertex: [source.randrange(n) for _ in range(3)] for vertex in range(n)}


MAKERS: dict[str, Make] = {
    "list": _integers,
    "int": lambda n, _shape, _source: n,
    "absent": lambda _n, _shape, _source: -1,
    "str": _text,
    "bytes": lambda n, shape, source: _text(n, shape, source).encode(),
    "words": _words,
    "matrix": _matrix,
    "graph": _graph,
}
