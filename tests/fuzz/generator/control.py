"""Statements: locals, assignments, branches, loops, jumps, blocks that close values."""

from __future__ import annotations

from tests.fuzz.generator import literals
from tests.fuzz.generator.expressions import (
    any_kind,
    condition,
    element,
    expression,
    list_text,
    record_text,
    safe,
    test,
    value,
)
from tests.fuzz.generator.state import State, Statement


def local(g: State) -> None:
    """Declare locals."""
    choice = g.some(0, 9)
    if choice < 2:
        names = [g.fresh() for _ in range(g.some(2, 3))]
        if len(set(names)) == len(names):
            kinds = [any_kind(g) for _ in names]
            given = kinds[: g.some(1, len(kinds))]
            texts = [value(g, kind, 1) for kind in given]
            callable_ = [f for f in g.functions() if g.risky or f.total]
            if callable_ and g.chance(0.4):
                from tests.fuzz.generator.expressions import call

                text, cost = call(g, g.pick(callable_))
                g.cost += g.factor * cost
                texts[-1] = text
            elif g.vararg and g.chance(0.4):
                texts[-1] = "..."
            g.put(f"local {', '.join(names)} = {', '.join(texts)}")
            for name, kind in zip(names, kinds, strict=True):
                g.declare(name, kind)
            return
    name, kind = g.fresh(), any_kind(g)
    if choice == 2:
        g.put(f"local {name}")
        g.declare(name, "nil")
    elif choice == 3:
        g.put(f"local {name} <const> = {value(g, kind)}")
        g.declare(name, kind, constant=True)
    else:
        g.put(f"local {name} = {value(g, kind)}")
        g.declare(name, kind)


def cut(g: State, text: str) -> str:
    """Return an expression of a value that is kept: texts must not double with each iteration."""
    return (
        f"cut({text})" if ".." in text or ":rep" in text or ":gsub" in text or ("(" in text and "try" in text) else text
    )


def assign(g: State) -> None:
    """Assign to locals."""
    targets = [v for v in g.visible() if not v.constant]
    if not targets:
        return local(g)
    variable = g.pick(targets)
    if len(targets) > 1 and g.chance(0.25):
        names = [variable.name, g.pick(targets).name]
        if g.chance(0.2) and names[0] != names[1]:
            g.put(f"{names[0]}, {names[1]} = {names[1]}, {names[0]}")
            return
        if names[0] != names[1]:
            g.put(f"{names[0]}, {names[1]} = {cut(g, value(g, variable.kind, 1))}, {cut(g, value(g, any_kind(g), 1))}")
            return
    kind = variable.kind if g.chance(0.75) else any_kind(g)
    if variable.kind == "int" and g.risky and g.chance(0.3):
        g.put(
            f"{variable.name} = {variable.name} {g.pick(['+', '-', '*', '//', '%', '~'])} {g.pick(['1', '3', '7', '1000003', '2.0'])}"
        )
        return
    if variable.kind == "str" and g.risky and g.chance(0.3):
        g.put(f"{variable.name} = {variable.name} .. {literals.text(g)}")
        return
    g.put(f"{variable.name} = {cut(g, value(g, kind))}")
    g.assigned(variable.name, kind)


def show(g: State) -> None:
    """Print values."""
    g.put(f"show({', '.join(value(g, any_kind(g)) for _ in range(g.some(1, 3)))})")


def store(g: State) -> None:
    """Assign to elements of tables."""
    tables = [*g.visible("list"), *g.visible("rec")]
    if not tables:
        name = g.fresh()
        g.put(f"local {name} = {list_text(g, 'int') if g.chance(0.5) else record_text(g)}")
        g.declare(name, "list" if g.chance(0.5) else "rec")
        return
    if not g.risky:
        table = g.pick(tables)
        g.put(
            f"if type({table.name}) == 'table' then {table.name}.{g.pick(literals.FIELDS[:8])} = {cut(g, safe(g, 'any'))} end"
        )
        return
    target = element(g, "int", 1) if g.chance(0.9) else f"{g.pick(tables).name}[{expression(g, 'any', 0)}]"
    if not target[0].isalpha() or ("." not in target and "[" not in target) or target.startswith("math."):
        target = f"{g.pick(tables).name}.x"
    if g.chance(0.15):
        other = f"{g.pick(tables).name}.{g.pick(literals.FIELDS[:8])}"
        g.put(f"{target}, {other} = {cut(g, expression(g, any_kind(g), 1))}, {cut(g, expression(g, any_kind(g), 1))}")
    elif g.chance(0.3):
        g.put(f"{target} = cut(({target} or 0) {g.pick(['+', '*', '..', '-', '//'])} {g.pick(['1', '2.0', '3'])})")
    else:
        g.put(f"{target} = {cut(g, expression(g, any_kind(g), 1))}")


def branch(g: State) -> None:
    """Write an ``if``."""
    g.put(f"if {test(g)} then")
    with g.block():
        g.statements(g.some(1, 3))
    while g.chance(0.3):
        g.put(f"elseif {test(g)} then")
        with g.block():
            g.statements(g.some(1, 2))
    if g.chance(0.5):
        g.put("else")
        with g.block():
            g.statements(g.some(1, 2))
    g.put("end")


def _leave(g: State) -> None:
    if g.chance(0.3):
        g.put(f"  if {test(g)} then {g.pick(['break', 'break', 'do break end'])} end")


_BOUNDS = [
    ("1, 3", 3), ("3, 1, -1", 3), ("1, 2, 0.5", 3), ("0, 4, 2", 3), ("1, 0", 1), ("-2, 1", 4), ("math.maxinteger - 1, math.maxinteger", 2),
    ("math.mininteger, math.mininteger + 2", 3), ("math.mininteger + 1, math.mininteger, -1", 2), ("1.0, 3", 3), ("1, 3.9", 3), ("1, -math.huge", 1),
    ("math.maxinteger - 2, math.huge", 3), ("3, 1", 1), ("1, 10, 4", 3), ("10, 1, -4", 3), ("0.1, 0.35, 0.1", 3), ("-1, -3, -1", 3), ("1, 3, math.maxinteger", 1),
    ("math.mininteger, math.maxinteger, math.maxinteger", 3), ("-0.0, 1", 2), ("2^53, 2^53 + 2, 2", 2), ("1, 0/0", 1), ("1, 2^53, 2^52", 3), ("5, 5", 1),
    ("math.maxinteger, math.mininteger, math.mininteger", 2),
]  # fmt: skip
_BAD_BOUNDS = ["1, 3, 0", "'1', 2", "1, {}", "1, 2, 'x'", "nil, 2", "1.0, 2, 0", "1, true", "1, '3'"]


def numeric_for(g: State) -> None:
    """Write a numeric ``for``, also with bounds where integers end."""
    name = g.fresh()
    bounds, times = g.pick(_BOUNDS) if g.chance(0.6) else (f"1, {(n := g.some(1, 6))}", n)
    if g.risky and g.chance(0.08):
        bounds = g.pick(_BAD_BOUNDS)
    elif g.visible("int") and g.chance(0.15):
        bounds, times = f"{g.pick(g.visible('int')).name}, 3", 4
        bounds = f"math.max({bounds.split(',')[0]}, 0), 3" if g.risky else "1, 3"
    g.put(f"for {name} = {bounds} do")
    with g.block((name, "float" if "." in bounds.split(",")[0] else "int"), repeats=times + 1):
        g.statements(g.some(1, 3))
        _leave(g)
    g.put("end")


def while_loop(g: State) -> None:
    """Write a bounded ``while``, at times with the idiom of ``continue``."""
    counter = g.unique("w")
    times = g.some(1, 4)
    g.put(f"local {counter} = 0")
    g.put(f"while {counter} < {times}{f' and {test(g)}' if g.chance(0.2) else ''} do")
    label = g.pick(["continue", f"next{counter}", ""])
    with g.block(repeats=times + 1):
        g.put(f"{counter} = {counter} + 1")
        if label:
            if g.chance(0.5):
                g.statements(1)
            g.put(f"if {test(g)} then goto {label} end")
        g.statements(g.some(1, 3))
        if label:
            g.put(f"::{label}::")
    g.put("end")


def repeat_loop(g: State) -> None:
    """Write a bounded ``repeat`` whose condition sees the body's locals; closures may take them."""
    counter = g.unique("r")
    times = g.some(1, 3)
    captured = g.chance(0.4)
    kept = g.unique("taken")
    if captured:
        g.put(f"local {kept} = {{}}")
    g.put(f"local {counter} = 0")
    g.put("repeat")
    with g.block(repeats=times + 1):
        g.put(f"local step = {counter} + 1")
        g.put(f"{counter} = step")
        if captured:
            g.put(f"{kept}[step] = function() step = step + 10 return step end")
        g.statements(g.some(1, 2))
        if g.chance(0.2):
            g.put(f"if {test(g)} then break end")
    g.put(
        f"until step >= {times}"
        if not captured or g.chance(0.5)
        else f"until step >= {times} or {kept}[1] and {counter} >= {times}"
    )
    if captured:
        g.put(f"for _, f in ipairs({kept}) do show(f(), f()) end")


def generic_for(g: State) -> None:
    """Write a generic ``for`` over all kinds of iterators."""
    first, second = g.pick([("k", "v"), ("i", "x"), ("_", "item"), ("key", "value")])
    choice = g.some(0, 11)
    items = ", ".join(
        f"({safe(g, g.pick(['int', 'float', 'str', 'any']))} or {g.some(1, 9)})" for _ in range(g.some(0, 4))
    )
    known = g.visible("list")
    source = g.pick(known).name if known and g.risky and g.chance(0.4) else f"{{{items}}}"
    kinds: tuple[tuple[str, str], ...] = ((first, "int"), (second, "any"))
    if choice < 3:
        header = f"for {first}, {second} in ipairs({source}) do"
    elif choice < 5:
        header = f"for {first}, {second} in pairs({{{items}}}) do"
    elif choice == 5:
        header = f"for {first}, {second} in next, {{{items}}} do"
    elif choice == 6:
        header = f"for {first} in pairs({{{items}}}) do"
        kinds = ((first, "int"),)
    elif choice == 7:
        header = f"for {first}, {second} in (function(s, c) if c < s then return c + 1, {g.pick(['c * 2', 'nil', 's', 'c .. s'])} end end), {g.some(0, 4)}, 0 do"
    elif choice == 8:
        counter = g.unique("n")
        g.put(f"local {counter} = 0")
        header = f"for {first}, {second} in function() {counter} = {counter} + 1 if {counter} < {g.some(1, 5)} then return {counter}, {literals.literal(g, 'any')} end end do"
    elif choice == 9:
        header = f"for {first}, {second} in coroutine.wrap(function() for q = 1, {g.some(0, 3)} do coroutine.yield(q, {literals.literal(g, 'any')}) end end) do"
    elif choice == 10:
        header = (
            f"for {first} in string.gmatch({literals.text(g)}, {g.pick(['%a', '.', '%w+', '(%w)(%w?)', '()'])!r}) do"
        )
        kinds = ((first, "str"),)
    else:
        closer = "setmetatable({}, {__close = function(_, e) show('for closed', e) end})"
        header = f"for {first}, {second} in next, {{{items}}}, nil, {g.pick([closer, 'nil', 'false', closer])} do"
    g.put(header)
    with g.block(*kinds, repeats=5):
        g.statements(g.some(1, 2))
        if "__close" not in header:
            # Lua 5.4.4 miscompiles a loop with a closing value, a closure and a break: what follows it calls a nil value.
            _leave(g)
    g.put("end")


def bad_iterator(g: State) -> None:
    """Show the error of a generic ``for`` over something else."""
    source = g.pick(
        [
            "{}",
            "nil",
            "5",
            "ipairs()",
            "pairs(nil)",
            "ipairs(nil)",
            "'text'",
            "next, 5",
            "print, nil",
            "ipairs('x')",
        ]
    )
    g.put(f"show(pcall(function() for k, v in {source} do show(k, v) end return 'over' end))")


def do_block(g: State) -> None:
    """Write a block."""
    g.put("do")
    with g.block():
        g.statements(g.some(1, 4))
    g.put("end")


def backwards(g: State) -> None:
    """Jump backwards; closures made in the block take fresh variables."""
    label, counter = g.unique("again"), g.unique("n")
    times = g.some(1, 3)
    g.put(f"do local {counter} = 0")
    if g.chance(0.3):
        g.put("local got = {}")
    g.put(f"::{label}::")
    g.put(f"{counter} = {counter} + 1")
    g.put("do")
    with g.block(repeats=times + 1):
        g.put(f"local own = {counter}")
        g.statements(g.some(1, 3))
        if g.chance(0.4):
            g.put("local function grow() own = own * 2 return own end")
            g.put("show(grow(), grow())")
    g.put("end")
    g.put(f"if {counter} < {times} then goto {label} end")
    g.put("end")


def out_of_loops(g: State) -> None:
    """Jump out of nested loops, forwards, or on to the next turn of the outer one."""
    label = g.unique("out")
    outer, inner = g.pick([("for u = 1, 3 do", "end"), ("for _, u in ipairs({4, 5, 6}) do", "end"), ("local u = 0 while u < 3 do u = u + 1", "end")]), g.pick(
        [("for q = 1, 3 do", "end"), ("for q in pairs({7, 8, 9}) do", "end"), ("local q = 0 repeat q = q + 1", "until q > 2")]
    )  # fmt: skip
    target = g.pick(["outer", "after"])
    g.put("do")
    with g.block():
        g.put(outer[0])
        with g.block(("u", "int"), repeats=4):
            g.put(inner[0])
            with g.block(("q", "int"), repeats=4):
                if g.chance(0.3):
                    g.put("local closed <close> = setmetatable({}, {__close = function() show('left', u) end})")
                g.put("show(u, q)")
                if g.chance(0.5):
                    g.statements(1)
                condition_text = g.pick(["u == 2", "q == 2", "u + q == 4", "u * q > 3"])
                g.put(f"if {condition_text} then goto {label if target == 'after' else label + 'o'} end")
                if g.chance(0.4):
                    g.put("if q == 2 then break end")
            g.put(inner[1])
            g.put("show('inner over', u)")
            if target == "outer":
                g.put(f"::{label}o::")
        g.put(outer[1])
        g.put("show('not left')")
        if target == "after":
            g.put(f"::{label}::")
    g.put("end")


def closing(g: State) -> None:
    """Declare values that are closed at the end of the block, in reverse order, some with errors."""
    g.put("do")
    with g.block():
        for n in range(g.some(1, 2)):
            action = g.pick(
                [
                    "",
                    "",
                    f"error({g.pick(['{}', 'nil', repr('in close')])}) " if g.risky else "",
                    "show(pcall(error, e)) ",
                ]
            )
            g.put(
                f"local closer{n} <close> = setmetatable({{}}, {{__close = function(o, e) show('close {n}', type(o), e) {action}end}})"
            )
            g.statements(1)
        if g.risky and g.chance(0.3):
            g.put(f"error({literals.literal(g, g.pick(['str', 'int', 'nil', 'bool']))})")
        elif g.risky and g.chance(0.3) and not g.loops:
            g.put(f"do return {expression(g, 'any', 1)} end")
        if g.chance(0.2):
            g.put(f"local n <close> = {g.pick(['nil', 'false'])}")
        elif g.risky and g.chance(0.1):
            g.put(f"local bad <close> = {g.pick(['{}', '5', repr('text')])}")
    g.put("end")


def early_return(g: State) -> None:
    """Return early, in the middle of a body."""
    if g.risky:
        g.put(
            f"if {condition(g)} then return {', '.join(expression(g, any_kind(g), 1) for _ in range(g.some(0, 2)))} end"
        )
    else:
        show(g)


STATEMENTS: list[Statement] = [
    (local, 6.0, 0), (assign, 5.0, 0), (show, 4.0, 0), (store, 3.0, 0), (early_return, 0.7, 0), (bad_iterator, 0.3, 0), (branch, 3.0, 1), (numeric_for, 2.0, 1),
    (while_loop, 1.5, 1), (repeat_loop, 1.0, 1), (generic_for, 2.0, 1), (do_block, 0.6, 1), (backwards, 0.8, 1), (out_of_loops, 0.8, 1), (closing, 1.0, 1),
]  # fmt: skip
"""Statement, how often, and whether it nests."""
