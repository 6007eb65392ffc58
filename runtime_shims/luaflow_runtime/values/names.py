"""The Python attribute that stands for a Lua string key.

This is a security boundary: keys come from JSON and from users' code, so no Lua key may name an attribute that Python or
the runtime gives a meaning (``__class__``, ``arr_``, a method of ``str``).

The image of ``mangle`` holds no reserved name, no name that ends in exactly one ``_`` unless what stands before it is
reserved or ends in ``_`` itself, and no name of the form ``__x__``. The runtime's own attributes (``arr_``, ``meta_``)
and Python's special names therefore lie outside it.
"""

from __future__ import annotations

KEYWORDS = frozenset(
    """
    False None True and as assert async await break class continue def del elif else except finally for from global if
    import in is lambda nonlocal not or pass raise return try while with yield case match
    """.split()
)
"""Keywords of Python 3.11. Written out: the names must not depend on the Python that compiles."""

NATIVE_ATTRIBUTES = frozenset(
    """
    capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii
    isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans
    partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith
    strip swapcase title translate upper zfill
    as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag is_integer numerator real to_bytes
    fromhex hex from_number
    close cr_await cr_code cr_frame cr_origin cr_running cr_suspended send throw
    gi_code gi_frame gi_running gi_suspended gi_yieldfrom
    """.split()
)
"""Attributes that strings, numbers, functions and coroutines have in Python, so that a value of the wrong type is never
mistaken for a table that holds the key."""

RESERVED = KEYWORDS | NATIVE_ATTRIBUTES


def mangle(name: str) -> str:
    """Return the Python attribute of the Lua string key ``name``.

    Reserved names and names that end in ``_`` get one ``_`` more; names that begin with ``__`` and end in ``_`` get two,
    so that ``__class_`` does not become ``__class__``.
    """
    if name[-1:] != "_":
        return name + "_" if name in RESERVED else name
    return name + "__" if name[:2] == "__" else name + "_"


_MOST_KNOWN = 8192
_LONGEST_KNOWN = 64


class _Attributes(dict[str, str]):
    """``mangle`` as a dict that remembers: ``ATTRIBUTES[key]`` is a third of a call. Bounded, as keys come from data."""

    __slots__ = ()

    def __missing__(self, key: str) -> str:
        name = mangle(key)
        if len(key) <= _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[key] = name
        return name


ATTRIBUTES = _Attributes()
"""Attribute of each Lua string key. To be subscripted with instances of ``str`` itself only, never iterated nor written."""


def demangle(name: str) -> str:
    """Return the Lua key of an attribute that ``mangle`` made."""
    if name[-1:] != "_":
        return name
    return name[:-2] if name[-3:] == "___" and name[:2] == "__" else name[:-1]


def is_lua_name(name: str) -> bool:
    """Whether ``name`` is an attribute that ``mangle`` can make."""
    return (name[-1:] != "_" and name not in RESERVED) or mangle(demangle(name)) == name
