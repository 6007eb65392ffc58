"""Translates the Lua patterns that mean the same as a Python regular expression.

Both engines backtrack in the same order over single-byte items, so the first match and its captures agree. What has no
counterpart (``%b``), what raises in the middle of a match, and what could reach Lua's depth limit is left to
``pattern_matcher``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

from luaflow_runtime.text.pattern_items import (
    BackReference,
    Balance,
    Close,
    EndAnchor,
    Frontier,
    Item,
    Malformed,
    Open,
    Single,
)

MAX_DEPTH = 200
"""``MAXCCALLS`` of ``lstrlib.c``: nested calls of its matcher."""
MAX_CAPTURES = 32


def is_regular(items: tuple[Item, ...]) -> bool:
    """Tell whether ``to_regex`` may translate the items: they never raise and need nothing but a regular expression."""
    open_captures: list[int] = []
    closed: set[int] = set()
    captures = 0
    depth = 1
    for item in items:
        match item:
            case Malformed() | Balance():
                return False
            case Open(position=position):
                depth += 1
                if not position:
                    open_captures.append(captures)
                captures += 1
            case Close():
                depth += 1
                if not open_captures:
                    return False
                closed.add(open_captures.pop())
            case BackReference(index=index):
                # A position capture never equals any text: Lua's quirk, not worth a translation.
                if index not in closed:
                    return False
            case Single(quantifier=quantifier):
                depth += quantifier != ""
            case Frontier() | EndAnchor():
                pass
            case _:
                assert_never(item)
    return not open_captures and captures <= MAX_CAPTURES and depth <= MAX_DEPTH


def _ranges(members: Iterable[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for c in sorted(members):
        if ranges and ranges[-1][1] == c - 1:
            ranges[-1] = (ranges[-1][0], c)
        else:
            ranges.append((c, c))
    return ranges


def set_text(allowed: frozenset[int], limit: int) -> str:
    """Return a regular expression for one character out of ``allowed``, among those below ``limit`` (128 or 256)."""
    members = [c for c in allowed if c < limit]
    if len(members) == limit:
        return "."
    if not members:
        return r"[^\x00-\xff]"
    if len(members) == 1:
        return re.escape(chr(members[0]))
    body = "".join(f"\\x{a:02x}" if a == b else f"\\x{a:02x}-\\x{b:02x}" for a, b in _ranges(members))
    return f"[{body}]"


def _frontier(allowed: frozenset[int], limit: int) -> str:
    inside = set_text(allowed, limit)
    outside = set_text(frozenset(range(256)) - allowed, limit)
    # Lua sees a zero byte before the first and behind the last byte.
    if 0 in allowed:
        return f"(?<={outside})(?:(?={inside})|\\Z)"
    return f"(?<!{inside})(?={inside})"


def to_regex(items: tuple[Item, ...], limit: int) -> str:
    """Return the regular expression (for ``re.DOTALL``) of items that ``is_regular`` accepted.

    Args:
        items: The parsed pattern.
        limit: 128 to match ASCII text, 256 to match bytes.
    """
    parts: list[str] = []
    for item in items:
        match item:
            case Single(allowed=allowed, quantifier=quantifier):
                parts.append(set_text(allowed, limit) + ("*?" if quantifier == "-" else quantifier))
            case Open(position=position):
                parts.append("()" if position else "(")
            case Close():
                parts.append(")")
            case BackReference(index=index):
                # In a group of its own, so that a digit behind it does not become part of the number.
                parts.append(f"(?:\\{index + 1})")
            case Frontier(allowed=allowed):
                parts.append(_frontier(allowed, limit))
            case EndAnchor():
                parts.append(r"\Z")
            case Balance() | Malformed():
                raise AssertionError(item)
            case _:
                assert_never(item)
    return "".join(parts)
