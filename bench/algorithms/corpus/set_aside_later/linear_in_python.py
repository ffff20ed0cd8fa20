"""Functions of the standard library that go over their input once, in Python."""

from __future__ import annotations

import configparser
import csv
import difflib
import fnmatch
import html.parser
import io
import pprint
import statistics
import string
import textwrap
import tokenize
import urllib.parse

from corpus.entry import Entry, always
from corpus.inputs import words


class _Counter(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags += 1


def count_tags(text: str) -> int:
    parser = _Counter()
    parser.feed(text)
    return parser.tags


def tokens_of(text: str) -> list[str]:
    return [token.string for token in tokenize.generate_tokens(io.StringIO(text).readline)]


def read_settings(text: str) -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    return dict(parser["all"])


def write_rows(rows: list[list[str]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()


def fill_template(text: str) -> str:
    return string.Template(text).substitute(x="1")


def difference(left: list[str], right: list[str]) -> list[str]:
    return list(difflib.unified_diff(left, right))


ENTRIES = (
    Entry(
        name="html.parser.HTMLParser.feed",
        call=count_tags,
        backing="both",
        sizes="n is the number of tags",
        source="reading: one tag after the other, none is read again",
        kinds=always("n", "n", lambda n: ("<p>" * n,)),
        agrees=lambda result, text: result == text.count("<p>"),
    ),
    Entry(
        name="tokenize.generate_tokens",
        call=tokens_of,
        backing="both",
        sizes="n is the number of lines, of one assignment each",
        source="reading: one pattern for each token",
        kinds=always("n", "n", lambda n: ("".join(f"{word} = 1\n" for word in words(n)),)),
        agrees=lambda result, text: "".join(result) == text.replace(" ", ""),
    ),
    Entry(
        name="configparser.ConfigParser.read_string",
        call=read_settings,
        backing="python",
        sizes="n is the number of settings",
        source="reading: one line after the other, into a dictionary",
        kinds=always("n", "n", lambda n: ("[all]\n" + "".join(f"k{at} = v\n" for at in range(n)),)),
        agrees=lambda result, text: len(result) == text.count("=") and set(result.values()) == {"v"},
    ),
    Entry(
        name="csv.writer.writerows",
        call=write_rows,
        backing="c",
        sizes="n is the number of rows, of two words each",
        source="reading: each row is written once",
        kinds=always("n", "n", lambda n: ([[word, word] for word in words(n)],)),
        agrees=lambda result, rows: result == "".join(f"{one},{other}\n" for one, other in rows),
    ),
    Entry(
        name="string.Template.substitute",
        call=fill_template,
        backing="both",
        sizes="n is the number of places",
        source="reading: one substitution by a pattern that looks at each place once",
        kinds=always("n", "n", lambda n: ("a $x " * n,)),
        agrees=lambda result, text: result == text.replace("$x", "1"),
    ),
    Entry(
        name="difflib.unified_diff, all different",
        call=difference,
        backing="python",
        sizes="n is the number of lines of each",
        source="documentation of difflib: best case time is linear",
        kinds=always("n", "n", lambda n: ([f"a{at}" for at in range(n)], [f"b{at}" for at in range(n)])),
        agrees=lambda result, left, right: len(result) == 3 + len(left) + len(right),
    ),
    Entry(
        name="fnmatch.filter",
        call=fnmatch.filter,
        backing="both",
        sizes="n is the number of names, of eight letters each",
        source="reading: a compiled pattern, for each name",
        kinds=always("n", "n", lambda n: (words(n), "*a*")),
        agrees=lambda result, names, pattern: result == [name for name in names if "a" in name],
    ),
    Entry(
        name="textwrap.indent",
        call=textwrap.indent,
        backing="python",
        sizes="n is the number of lines",
        source="reading: each line once",
        kinds=always("n", "n", lambda n: ("one\n" * n, "  ")),
        agrees=lambda result, text, prefix: result == text.replace("one", prefix + "one"),
    ),
    Entry(
        name="pprint.pformat",
        call=pprint.pformat,
        backing="python",
        sizes="n is the number of words",
        source="reading: each item on a line of its own",
        kinds=always("n", "n", lambda n: (words(n),)),
        agrees=lambda result, values: "".join(result.split()) == repr(values).replace(" ", ""),
    ),
    Entry(
        name="urllib.parse.parse_qsl",
        call=urllib.parse.parse_qsl,
        backing="python",
        sizes="n is the number of fields",
        source="reading: each field once",
        kinds=always("n", "n", lambda n: ("&".join(f"k={word}" for word in words(n)),)),
        agrees=lambda result, text: "&".join(f"{key}={value}" for key, value in result) == text,
    ),
    Entry(
        name="statistics.mode",
        call=statistics.mode,
        backing="both",
        sizes="n is the number of values",
        source="reading: values are counted in a dictionary",
        kinds=always("n", "1", lambda n: ([value % 10 for value in range(n)] + [3],)),
        agrees=lambda result, values: values.count(result) == max(map(values.count, values)),
    ),
)
