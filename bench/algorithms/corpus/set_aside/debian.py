"""Functions of Debian's packages. Those whose package is not installed are left out, and named in MISSING."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from corpus.entry import Entry, Kind, always
from corpus.inputs import integers, words


def numpy_sort() -> Entry:
    """Package python3-numpy."""
    import numpy

    return Entry(
        name="numpy.sort",
        call=numpy.sort,
        backing="c",
        sizes="n is the number of values",
        source="documentation of numpy: introsort, O(n log n) in the worst case",
        kinds=always("n log n", "n", lambda n: (numpy.array(integers(n)),)),
        agrees=lambda result, values: result.tolist() == sorted(values.tolist()),
    )


def numpy_convolve() -> Entry:
    """Package python3-numpy."""
    import numpy

    return Entry(
        name="numpy.convolve",
        call=numpy.convolve,
        backing="c",
        sizes="n and m are the numbers of values",
        source="documentation of numpy: by definition, not by Fourier transforms",
        kinds=always("n*m", "n+m", lambda n, m: (numpy.arange(n) % 9, numpy.arange(m) % 7)),
        agrees=lambda result, left, right: (
            result.tolist()
            == [
                sum(int(left[i]) * int(right[at - i]) for i in range(len(left)) if 0 <= at - i < len(right))
                for at in range(len(left) + len(right) - 1)
            ]
        ),
        arity=2,
    )


def yaml_load() -> Entry:
    """Package python3-yaml; the loader in Python."""
    import yaml

    return Entry(
        name="yaml.safe_load",
        call=yaml.safe_load,
        backing="python",
        sizes="n is the number of lines, of one word each",
        source="reading: a scanner that looks a bounded way ahead",
        kinds=always("n", "n", lambda n: ("".join(f"- w{word}\n" for word in words(n)),)),
        agrees=lambda result, text: "".join(f"- {word}\n" for word in result) == text,
    )


def pygments_lex() -> Entry:
    """Package python3-pygments."""
    import pygments
    from pygments.lexers import PythonLexer

    return Entry(
        name="pygments.lex",
        call=lambda text: list(pygments.lex(text, PythonLexer())),
        backing="both",
        sizes="n is the number of lines, of one assignment each",
        source="reading: one pattern after the other, none goes back over a line",
        kinds=always("n", "n", lambda n: ("".join(f"{word} = 1\n" for word in words(n)),)),
        agrees=lambda result, text: "".join(piece for _, piece in result) == text,
    )


def dateutil_rrule() -> Entry:
    """Package python3-dateutil."""
    from datetime import datetime

    from dateutil.rrule import DAILY, rrule

    start = datetime(2001, 1, 1)
    return Entry(
        name="dateutil.rrule.rrule.__getitem__",
        call=lambda rule, position: rule[position],
        backing="python",
        sizes="n is the number of days",
        source="reading: goes through the days one by one",
        kinds=(
            Kind("last", "n", "1", lambda n: (rrule(DAILY, dtstart=start, count=n), n - 1)),
            Kind("first", "1", "1", lambda n: (rrule(DAILY, dtstart=start, count=n), 0)),
        ),
        agrees=lambda result, rule, position: (result - start).days == position,
    )


CONDITIONAL: tuple[tuple[str, Callable[[], Entry]], ...] = (
    ("numpy", numpy_sort),
    ("numpy", numpy_convolve),
    ("yaml", yaml_load),
    ("pygments", pygments_lex),
    ("dateutil", dateutil_rrule),
)

ENTRIES = tuple(make() for package, make in CONDITIONAL if find_spec(package))
MISSING = tuple(make.__name__ for package, make in CONDITIONAL if not find_spec(package))
