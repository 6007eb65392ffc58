"""Text from users as a terminal can show it: printable, with known widths.

Control characters and escape sequences in a source must not reach the terminal, and carets must stand under what they
mean although tabs, wide characters and combining marks take other widths than one.
"""

from __future__ import annotations

import unicodedata

_TAB = 4


def printable(text: str) -> str:
    """Return text without control characters and undecodable bytes: each becomes an escape such as ``\\x1b``."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    # Marks that join the character before them are not "printable" to Python in part, but harmless.
    return char if unicodedata.category(char) in ("Zs", "Mn", "Me") else f"\\u{{{code:x}}}"


def cells(line: str) -> list[tuple[str, int]]:
    """Return what to print for each character of a line, and how many columns that takes; tabs stop at every fourth."""
    shown: list[tuple[str, int]] = []
    column = 0
    for char in line:
        if char == "\t":
            width = _TAB - column % _TAB
            shown.append((" " * width, width))
        else:
            text = printable(char)
            width = len(text) if text != char else _width(char)
            shown.append((text, width))
        column += width
    return shown


def _width(char: str) -> int:
    if char < "\u0300":
        return 1
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
