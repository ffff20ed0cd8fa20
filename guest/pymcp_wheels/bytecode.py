"""What a module is compiled to, as `py_compile` would write it, of the bytes in hand.

The tree never changes, so that what is compiled needs no comparing with its source (`unchecked-hash`, PEP 552).
"""

from __future__ import annotations

import importlib.util
import marshal

#: Where a jail shows it (src/sandbox/backend-contract.ts).
SHOWN_AT = "/env/site-packages"
#: Nobody writes such a module; it would have to be in memory as a whole.
MOST_SOURCE = 32 * 1024 * 1024
_UNCHECKED_HASH = 0b01


def place_of(path: str) -> str:
    """Where the import system looks for it, of a path below site-packages."""
    return importlib.util.cache_from_source(path)


def compiled(source: bytes, path: str) -> bytes | None:
    """None of templates and of code of other Pythons: whoever imports it is told then."""
    try:
        code = compile(source, f"{SHOWN_AT}/{path}", "exec", dont_inherit=True, optimize=-1)
    except (
        Exception
    ):  # SyntaxError and ValueError; RecursionError and MemoryError, where it was made for them.
        return None
    head = importlib.util.MAGIC_NUMBER + _UNCHECKED_HASH.to_bytes(4, "little")
    return head + importlib.util.source_hash(source) + marshal.dumps(code)
