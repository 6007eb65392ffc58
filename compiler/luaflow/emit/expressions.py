"""Writes expressions: one writer, so that quoting and precedence have one home."""

from __future__ import annotations

from itertools import groupby
from typing import assert_never

from luaflow.emit.lines import mark
from luaflow.ir import nodes as ir
from luaflow.package.literals import py_literal

_BINARY = {
    "or": 2, "and": 3, "<": 5, "<=": 5, ">": 5, ">=": 5, "==": 5, "!=": 5, "is": 5, "is not": 5,
    "|": 6, "^": 7, "&": 8, "<<": 9, ">>": 9, "+": 10, "-": 10, "*": 11, "/": 11, "//": 11, "%": 11,
}  # fmt: skip
_LIMIT = 0x3FFFFFFF
"""Python compares integers of one digit fastest."""
_YIELD, _CHOICE, _NOT, _COMPARISON, _UNARY, _AWAIT, _PRIMARY, _ATOM = 0, 1, 4, 5, 12, 14, 15, 16


class ExpressionWriter:
    """Turns expressions into text with marks where the Lua line changes."""

    def __init__(self) -> None:
        self.line = 0

    in_text = False
    """Inside of an f-string, which takes no marks."""

    def at(self, line: int) -> str:
        """Return the mark for a name that comes from a Lua line, empty if it is the current one."""
        if line in (0, self.line) or self.in_text:
            return ""
        self.line = line
        return mark(line)

    def text(self, expr: ir.Expr, least: int = 0) -> str:
        """Return an expression's text, in brackets if it binds less than ``least``."""
        text, level = self.write(expr)
        return f"({text})" if level < least else text

    def arguments(self, args: list[ir.Expr], rest: ir.Expr | None) -> str:
        parts = [self.text(arg, _CHOICE) for arg in args]
        if rest is not None:
            parts.append("*" + self.text(rest, _UNARY))
        return ", ".join(parts)

    def helper(self, name: str, args: list[ir.Expr], rest: ir.Expr | None, line: int) -> str:
        head = f"{self.at(line)}lua.{name}("
        return head + self.arguments(args, rest) + ")"

    def write(self, expr: ir.Expr) -> tuple[str, int]:
        match expr:
            case ir.Constant():
                negative = (
                    isinstance(expr.value, (int, float))
                    and not isinstance(expr.value, bool)
                    and str(expr.value).startswith("-")
                )
                return py_literal(expr.value), _UNARY if negative else _ATOM
            case ir.Variable():
                return self.at(expr.line) + expr.name, _ATOM
            case ir.Boxed():
                return f"{self.at(expr.line)}{expr.name}.value", _PRIMARY
            case ir.Attribute():
                obj = self.text(expr.obj, _PRIMARY)
                if obj.isdigit():  # a point behind digits belongs to the number
                    obj = f"({obj})"
                return f"{obj}.{self.at(expr.line)}{expr.name}", _PRIMARY
            case ir.Helper():
                return self.helper(expr.name, expr.args, expr.rest, expr.line), _PRIMARY
            case ir.Operator():
                return self.operator(expr)
            case ir.Wrap():
                bound = f"({expr.temp} := {self.text(expr.value, _CHOICE)})"
                if expr.may_be_float:
                    test = f"{bound}.__class__ is float or -{_LIMIT} <= {expr.temp} <= {_LIMIT}"
                else:
                    test = f"-{_LIMIT} <= {bound} <= {_LIMIT}"
                return f"{expr.temp} if {test} else lua.wrap({expr.temp})", _CHOICE
            case ir.Text():
                return self.text_of(expr), _ATOM
            case ir.Item():
                obj = self.text(expr.obj, _PRIMARY)
                return f"{obj}[{self.text(expr.key, _CHOICE)}]", _PRIMARY
            case ir.Prefix():
                level = _NOT if expr.op == "not" else _UNARY
                return f"{expr.op} {self.text(expr.operand, level)}" if level == _NOT else expr.op + self.text(
                    expr.operand, level
                ), level
            case ir.Truth():
                return self.truth(expr)
            case ir.Choice():
                then = self.text(expr.then, _CHOICE + 1)
                # Python evaluates the test first, but text order is what the line marks follow.
                return f"{then} if {self.text(expr.test, _CHOICE + 1)} else {self.text(expr.other, _CHOICE)}", _CHOICE
            case ir.Bind():
                return f"({expr.name} := {self.text(expr.value, _CHOICE)})", _ATOM
            case ir.Call():
                func = self.text(expr.func, _PRIMARY)
                if isinstance(expr.func, (ir.Constant, ir.Values)):  # Python warns of a call that cannot succeed
                    func = f"lua.first({func})"
                return f"{func}({self.arguments(expr.args, expr.rest)})", _PRIMARY
            case ir.Await():
                return f"await {self.text(expr.call, _PRIMARY)}", _AWAIT
            case ir.Yield():
                values = self.arguments(expr.values, expr.rest)
                return f"yield ({values}{',' if values else ''})", _YIELD
            case ir.YieldFrom():
                return f"yield from {self.text(expr.call, _CHOICE)}", _YIELD
            case ir.MaybeAwait():
                call = self.text(expr.call, _PRIMARY)
                return (
                    f"(await {expr.temp} if ({expr.temp} := {call}).__class__ is lua.Coroutine else {expr.temp})",
                    _ATOM,
                )
            case ir.First():
                return self.helper("first", [expr.result], None, expr.line), _PRIMARY
            case ir.Pick():
                return f"{self.text(expr.result, _PRIMARY)}[0]", _PRIMARY
            case ir.Multi():
                return self.helper("multi", [expr.result], None, expr.line), _PRIMARY
            case ir.Adjust():
                return self.helper("adjust", [expr.result, ir.Constant(expr.count)], None, expr.line), _PRIMARY
            case ir.Values():
                return self.values(expr)
            case ir.Constructor():
                return self.constructor(expr), _PRIMARY
            case _:
                assert_never(expr)

    def text_of(self, expr: ir.Text) -> str:
        head = self.at(expr.line)
        self.in_text = True
        parts = []
        for part in expr.parts:
            if isinstance(part, str):
                literal = py_literal(part)
                inner = literal[1:-1] if literal[0] == '"' else literal[1:-1].replace('"', '\\"')
                parts.append(inner.replace("{", "{{").replace("}", "}}"))
            else:
                parts.append("{" + self.text(part, _CHOICE) + "}")
        self.in_text = False
        return f'{head}f"{"".join(parts)}"'

    def operator(self, expr: ir.Operator) -> tuple[str, int]:
        level = _BINARY[expr.op]
        compares = level == _COMPARISON
        left = self.text(expr.left, level + compares)
        return f"{left} {expr.op} {self.text(expr.right, level + 1)}", level

    def truth(self, expr: ir.Truth) -> tuple[str, int]:
        operand = expr.operand
        if isinstance(operand, ir.Variable):
            name = self.text(operand)
            tests = [f"{name} is not None"] * expr.may_be_nil + [f"{operand.name} is not False"] * expr.may_be_false
            if tests:
                return " and ".join(tests), 3 if len(tests) > 1 else _COMPARISON
        if not expr.may_be_false:
            return f"{self.text(operand, _COMPARISON + 1)} is not None", _COMPARISON
        return self.helper("truth", [operand], None, expr.line), _PRIMARY

    def values(self, expr: ir.Values) -> tuple[str, int]:
        if not expr.items and expr.rest is None:
            return "()", _ATOM
        if len(expr.items) == 1 and expr.rest is None:
            return self.write(expr.items[0])
        if len(expr.items) < 2:
            return f"lua.values({self.arguments(expr.items, expr.rest)})", _PRIMARY
        return f"({self.arguments(expr.items, expr.rest)})", _ATOM

    def constructor(self, expr: ir.Constructor) -> str:
        head = f"{self.at(expr.line)}Table("
        parts = [self.arguments(expr.items, expr.rest)] if expr.items or expr.rest is not None else []
        for plain, group in groupby(expr.fields, lambda item: item[0].isidentifier() and item[0].isascii()):
            if plain:
                parts += [f"{name}={self.text(value, _CHOICE)}" for name, value in group]
            else:  # keys like "activity.id" that Python cannot write as a keyword
                parts.append(
                    "**{" + ", ".join(f"{py_literal(name)}: {self.text(value, _CHOICE)}" for name, value in group) + "}"
                )
        table = head + ", ".join(parts) + ")"
        if not expr.keyed:
            return table
        pairs = ", ".join(f"({self.text(key, _CHOICE)}, {self.text(value, _CHOICE)})" for key, value in expr.keyed)
        positional = f", positional={len(expr.items)}" if expr.items else ""
        return f"lua.keyed({table}, {pairs}{positional})"
