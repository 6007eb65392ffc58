"""A source text and its lines."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Source:
    """A Lua or YAML text.

    Attributes:
        name: How messages call it: the path as given in the registry, or the entry id for inline source.
        path: What diagnostics print and editors open; the YAML file's path for inline source.
        text: The decoded text.
        line_offset: Lines to add for inline source (0 otherwise); used for diagnostics only.
    """

    name: str
    path: str
    text: str
    line_offset: int = 0
    _starts: list[int] = field(default_factory=list, repr=False)

    def _line_starts(self) -> list[int]:
        if not self._starts:
            starts = [0]
            find = self.text.find
            at = find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = find("\n", at + 1)
            self._starts = starts
        return self._starts

    def line_of(self, offset: int) -> int:
        """Return the line of a character offset, counted from 1, without ``line_offset``."""
        return bisect_right(self._line_starts(), offset)

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column (characters) of an offset, both counted from 1."""
        line = self.line_of(offset)
        return line, offset - self._line_starts()[line - 1] + 1

    def line_end(self, line: int) -> int:
        """Return the offset behind a line's last character. ``line`` counts from 1."""
        starts = self._line_starts()
        return starts[line] - 1 if line < len(starts) else len(self.text)

    def line_text(self, line: int) -> str:
        """Return a line's text without its end. ``line`` counts from 1."""
        starts = self._line_starts()
        begin = starts[line - 1]
        return self.text[begin : self.line_end(line)].rstrip("\r")
