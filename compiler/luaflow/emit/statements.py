"""Writes statements as indented lines."""

from __future__ import annotations

from typing import assert_never

from luaflow.emit.expressions import ExpressionWriter
from luaflow.ir import nodes as ir


class StatementWriter(ExpressionWriter):
    """Collects lines of Python.

    Args:
        annotations: Write types, for readers and type checkers. Making a function costs more with them.
    """

    def __init__(self, *, annotations: bool = True) -> None:
        super().__init__()
        self.annotations = annotations
        self.lines: list[str] = []
        self.depth = 0

    def put(self, text: str, line: int = 0, comment: str = "") -> None:
        self.lines.append("    " * self.depth + self.at(line) + text + (f"  # {comment}" if comment else ""))

    def block(self, body: list[ir.Stat]) -> None:
        self.depth += 1
        for stat in body:
            self.statement(stat)
        if all(isinstance(stat, (ir.Comment, ir.Blank)) for stat in body):
            self.put("pass")
        self.depth -= 1

    def target(self, target: ir.Target) -> str:
        match target:
            case ir.Variable() | ir.Boxed() | ir.Attribute() | ir.Item():
                return self.text(target)
            case ir.Cell():
                return target.name
            case _:
                assert_never(target)

    def statement(self, stat: ir.Stat) -> None:
        match stat:
            case ir.Assign():
                self.assign(stat)
            case ir.Evaluate():
                mark = self.at(stat.line)
                self.put(mark + self.text(stat.value), comment=stat.comment)
            case ir.If():
                word = "if"
                for test, body in stat.branches:
                    self.put(f"{word} {self.text(test, 1)}:")
                    self.block(body)
                    word = "elif"
                self.orelse(stat.orelse)
            case ir.While():
                self.put(f"while {self.text(stat.test, 1)}:")
                self.block(stat.body)
            case ir.For():
                self.put(f"for {', '.join(stat.targets)} in {self.text(stat.iterable, 1)}:")
                self.block(stat.body)
            case ir.Break():
                self.put("break")
            case ir.Continue():
                self.put("continue")
            case ir.Return():
                mark = self.at(stat.line)
                self.put(
                    mark + "return" + ("" if stat.value is None else " " + self.text(stat.value, 1)),
                    comment=stat.comment,
                )
            case ir.Function():
                self.function(stat)
            case ir.Closing():
                self.put(
                    f"{'async ' if stat.is_async else ''}with lua.closing{'_async' if stat.is_async else ''}({stat.name}, {stat.lua_name!r}):",
                    stat.line,
                )
                self.block(stat.body)
            case ir.Try():
                self.put("try:")
                self.block(stat.body)
                errors = stat.errors[0] if len(stat.errors) == 1 else f"({', '.join(stat.errors)})"
                self.put(f"except {errors}:")
                self.block(stat.orelse)
            case ir.Comment():
                self.put(f"# {stat.text}".rstrip())
            case ir.Blank():
                self.lines.append("")
            case _:
                assert_never(stat)

    def orelse(self, body: list[ir.Stat]) -> None:
        while len(body) == 1 and isinstance(body[0], ir.If):
            inner = body[0]
            for test, branch in inner.branches:
                self.put(f"elif {self.text(test, 1)}:")
                self.block(branch)
            body = inner.orelse
        if body:
            self.put("else:")
            self.block(body)

    def assign(self, stat: ir.Assign) -> None:
        mark = self.at(stat.line)
        targets = [self.target(target) for target in stat.targets]
        if len(stat.targets) == 1 and isinstance(stat.targets[0], ir.Cell):
            self.put(f"{mark}{targets[0]} = lua.Cell({self.text(stat.value, 1)})", comment=stat.comment)
            return
        annotation = (
            ": Any"
            if self.annotations
            and stat.typed
            and isinstance(stat.targets[0], ir.Variable)
            and stat.targets[0].name not in self.outer
            else ""
        )
        value = self.text(stat.value)
        if stat.grows:
            self.put(f"{mark}{targets[0]} += {value}", comment=stat.comment)
            return
        if (
            len(targets) > 1
            and isinstance(stat.value, ir.Values)
            and value.startswith("(")
            and len(stat.value.items) > 1
        ):
            value = value[1:-1]
        elif len(targets) > 1 and isinstance(stat.value, ir.Values) and stat.value.rest is not None:
            value = f"({self.arguments(stat.value.items, stat.value.rest)})"
        self.put(f"{mark}{', '.join(targets)}{annotation} = {value}", comment=stat.comment)

    outer: frozenset[str] = frozenset()
    """Names that the current function declares ``nonlocal``."""

    def function(self, stat: ir.Function) -> None:
        any_type, result = (": Any", " -> Any") if self.annotations else ("", "")
        params = [f"{p.name}{any_type}" + ("" if p.required else " = None") for p in stat.params]
        names = {p.name for p in stat.params}
        if stat.rest is not None:
            rest = stat.rest
            while rest in names:
                rest += "_"
            params.append(f"*{rest}{any_type}")
        elif stat.captured:
            params.append("*")
        params += [f"{name}{any_type} = {name}" for name in stat.captured]
        word = "async def" if stat.is_async else "def"
        mark = self.at(stat.line)
        self.put(f"{mark}{word} {stat.name}({', '.join(params)}){result}:")
        saved, self.outer = self.outer, frozenset([*stat.nonlocals, *stat.globals])
        self.depth += 1
        if stat.nonlocals:
            self.put("nonlocal " + ", ".join(stat.nonlocals))
        if stat.globals:
            self.put("global " + ", ".join(stat.globals))
        self.depth -= 1
        self.block(stat.body)
        self.outer = saved
