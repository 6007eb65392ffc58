"""``break`` and ``goto`` by Python's loops.

A block with labels that a ``goto`` needs becomes a loop over its segments; a jump that leaves several Python loops sets a flag in
each and breaks. The customary ``goto continue`` becomes ``continue``.
"""

from __future__ import annotations

from collections.abc import Callable

from luaflow.ir import nodes as ir
from luaflow.lower.context import FunctionContext, Jump
from luaflow.lower.naming import identifier


def jump(ctx: FunctionContext, target: Jump, mode: str, line: int) -> list[ir.Stat]:
    """Return the statements that jump to a loop around: ``break``, ``continue`` or ``label:NAME``."""
    inner = ctx.jumps[-1]
    if inner is target:
        if mode == "break":
            return [ir.Break(line=line)]
        if mode == "continue":
            return [ir.Continue(line=line)]
        label = mode.removeprefix("label:")
        return [
            ir.Assign([ir.Variable(target.at)], ir.Constant(target.labels[label]), line=line),
            ir.Continue(line=line),
        ]
    flag = next((flag for flag, aim in inner.flags.items() if aim == (target, mode)), "")
    if not flag:
        flag = ctx.temporary("leave_" + identifier(mode.rpartition(":")[2]))
        inner.flags[flag] = (target, mode)
    return [ir.Assign([ir.Variable(flag)], ir.Constant(True), line=line), ir.Break(line=line)]


def break_target(ctx: FunctionContext) -> Jump:
    """Return the Lua loop around."""
    return next(entry for entry in reversed(ctx.jumps) if entry.breaks)


def goto_target(ctx: FunctionContext, label: str) -> tuple[Jump, str]:
    """Return the loop that serves a label, and the jump's mode."""
    for entry in reversed(ctx.jumps):
        if entry.continue_label == label:
            return entry, "continue"
        if label in entry.labels:
            return entry, f"label:{label}"
    raise AssertionError(f"no label {label}")


def loop(ctx: FunctionContext, entry: Jump, make: Callable[[], ir.Stat], line: int) -> list[ir.Stat]:
    """Lower a Python loop with ``entry`` as innermost; add the flags for jumps that leave it for an outer one."""
    ctx.jumps.append(entry)
    made = make()
    ctx.jumps.pop()
    before: list[ir.Stat] = [ir.Assign([ir.Variable(flag)], ir.Constant(False), line=line) for flag in entry.flags]
    after: list[ir.Stat] = [
        ir.If([(ir.Variable(flag), jump(ctx, target, mode, line))], [], line=line)
        for flag, (target, mode) in entry.flags.items()
    ]
    return [*before, made, *after]
