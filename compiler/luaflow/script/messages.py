"""Findings about a chunk in the words of Lua's own compiler.

Lua compiles in one pass and reports a jump or an assignment to a constant where it notices the mistake, with the line of the
token that it has read last; our checks report where it stands.

Source: ``lparser.c``.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from luaflow.diagnostics.model import Diagnostic, UserError
from luaflow.source import Source
from luaflow.syntax import ast
from luaflow.syntax.errors import LuaSyntaxError
from luaflow.syntax.lexer import EOF, Tokens, lex
from luaflow.syntax.statements import StatementParser
from luaflow.syntax.walk import walk

_UNPOSITIONED = frozenset({"C stack overflow"})
_NOT_A_TOKEN = " near '<\\0>'"
"""Lua takes the kind 0 of a NUL for no token at all."""
_QUOTED = re.compile("`(?:goto )?([^`]*)`")


def lua_message(error: UserError, source: Source) -> str:
    """Return what ``load`` answers to a text that does not compile: ``file.lua:1: unexpected symbol near '='``."""
    if isinstance(error, LuaSyntaxError):
        text = error.lua_message.removesuffix(_NOT_A_TOKEN)
        return text if text in _UNPOSITIONED else f"{source.name}:{error.line}: {text}"
    notice = _Notice(source)
    offset, text = min(notice.of(finding) for finding in error.diagnostics)
    return f"{source.name}:{source.line_of(offset)}: {text}"


class _Notice:
    """Where Lua notices what our checks found, and what it says."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tokens: Tokens = lex(source)
        self.main: ast.Function = StatementParser(source.text, self.tokens).chunk()
        nodes = list(walk(self.main.body))
        self.functions = [node for node in nodes if isinstance(node, ast.Function)]
        self.named = {node.target.span: node.func.span[1] for node in nodes if isinstance(node, ast.FunctionStat)}

    def of(self, finding: Diagnostic) -> tuple[int, str]:
        """Return the offset of the token that Lua has read last, and its message."""
        assert finding.span is not None
        quoted = _QUOTED.findall(finding.message)
        line = self.source.line_of(finding.span[0])
        if "const" in finding.message:
            return self._behind_target(finding.span), f"attempt to assign to const variable '{quoted[0]}'"
        if finding.message.startswith("no visible label"):
            return self._behind_function(finding.span), f"no visible label '{quoted[0]}' for <goto> at line {line}"
        if finding.message.startswith("label"):
            first, last = self._labels(quoted[0], finding)
            return self._behind_labels(
                first[1]
            ), f"label '{quoted[0]}' already defined on line {self.source.line_of(last[0])}"
        label = finding.related[-1].span
        return (
            self._behind_labels(label[1]),
            f"<goto {quoted[0]}> at line {line} jumps into the scope of local '{quoted[1]}'",
        )

    def _token(self, offset: int) -> int:
        """Return the index of the first token at or behind an offset."""
        return min(bisect_left(self.tokens.starts, offset), len(self.tokens.starts) - 1)

    def _behind_target(self, span: ast.Span) -> int:
        return self.tokens.starts[self._token(self.named.get(span, span[1]))]

    def _behind_function(self, span: ast.Span) -> int:
        inner = [node for node in self.functions if node.span[0] <= span[0] and span[1] <= node.span[1]]
        if not inner:
            return self.tokens.starts[-1]
        return self.tokens.starts[self._token(inner[-1].span[1])]

    def _behind_labels(self, offset: int) -> int:
        """Return where the statements without effect that follow a label end."""
        at = self._token(offset)
        kinds = self.tokens.kinds
        while kinds[at] in (";", "::"):
            at += 1 if kinds[at] == ";" else 3
        return self.tokens.starts[at if kinds[at] != EOF else -1]

    def _labels(self, name: str, finding: Diagnostic) -> tuple[ast.Span, ast.Span]:
        """Return the label that Lua complains of and the one that it has seen before.

        Of labels that stand next to each other it takes the last one first.
        """
        assert finding.span is not None
        earlier, later = finding.related[0].span, finding.span
        if self._behind_labels(earlier[1]) >= self.tokens.starts[self._token(later[1])]:
            return earlier, later
        return later, earlier
