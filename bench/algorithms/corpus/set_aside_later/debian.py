"""Functions of Debian's packages. Those whose package is not installed are left out, and named in MISSING."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from corpus.entry import Entry, always
from corpus.inputs import integers, words


def numpy_cumsum() -> Entry:
    """Package python3-numpy."""
    import numpy

    return Entry(
        name="numpy.cumsum",
        call=numpy.cumsum,
        backing="c",
        sizes="n is the number of values",
        source="reading: one addition for each",
        kinds=always("n", "n", lambda n: (numpy.array(integers(n)),)),
        agrees=lambda result, values: all(result == [sum(values[: at + 1]) for at in range(len(values))]),
    )


def numpy_outer() -> Entry:
    """Package python3-numpy."""
    import numpy

    return Entry(
        name="numpy.outer",
        call=numpy.outer,
        backing="c",
        sizes="n and m are the numbers of values",
        source="documentation of numpy: all products",
        kinds=always("n*m", "n*m", lambda n, m: (numpy.arange(n), numpy.arange(m))),
        agrees=lambda result, left, right: result.tolist() == [[int(a * b) for b in right] for a in left],
        arity=2,
    )


def yaml_dump() -> Entry:
    """Package python3-yaml; the emitter in Python."""
    import yaml

    return Entry(
        name="yaml.safe_dump",
        call=yaml.safe_dump,
        backing="python",
        sizes="n is the number of words",
        source="reading: each node is written once",
        kinds=always("n", "n", lambda n: ([f"w{word}" for word in words(n)],)),
        agrees=lambda result, values: result == "".join(f"- {value}\n" for value in values),
    )


def packaging_sort() -> Entry:
    """Package python3-packaging."""
    from packaging.version import Version

    return Entry(
        name="sorted of packaging.version.Version",
        call=sorted,
        backing="both",
        sizes="n is the number of versions",
        source="documentation of CPython: Objects/listsort.txt; comparisons in Python",
        kinds=always("n log n", "n", lambda n: ([Version(f"1.{value}") for value in integers(n)],)),
        agrees=lambda result, values: all(one <= other for one, other in zip(result, result[1:])),
    )


CONDITIONAL: tuple[tuple[str, Callable[[], Entry]], ...] = (
    ("numpy", numpy_cumsum),
    ("numpy", numpy_outer),
    ("yaml", yaml_dump),
    ("packaging", packaging_sort),
)

ENTRIES = tuple(make() for package, make in CONDITIONAL if find_spec(package))
MISSING = tuple(make.__name__ for package, make in CONDITIONAL if not find_spec(package))
