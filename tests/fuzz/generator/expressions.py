"""Expressions that probably give a value of a wanted kind."""

from __future__ import annotations

from tests.fuzz.generator import literals
from tests.fuzz.generator.state import KINDS, Function, State

INTEGER_OPERATORS = ["+", "-", "*", "//", "%", "&", "|", "~", "<<", ">>"]
COMPARISONS = ["==", "~=", "<", "<=", ">", ">="]


def value(g: State, kind: str, depth: int = 2) -> str:
    """Return an expression for this place: one that cannot fail where nobody would catch the error."""
    if g.risky:
        return expression(g, kind, depth)
    if g.chance(0.5):
        return safe(g, kind)
    vararg, g.vararg, g.risky = g.vararg, False, True
    inner = expression(g, kind, depth)
    g.vararg, g.risky = vararg, False
    return inner if inner.startswith(('"', "{", "function", "(function")) else f"try(function() return {inner} end)"


def any_kind(g: State) -> str:
    """Return a kind."""
    return g.pick(["int", "int", "float", "str", "str", "bool", "nil", "list", "rec", "func"])


def safe(g: State, kind: str) -> str:
    """Return an expression that cannot fail."""
    if g.chance(g.mischief):
        kind = any_kind(g)
    known = g.visible(kind) if kind != "any" else g.visible()
    if known and g.chance(0.5):
        return g.pick(known).name
    choice = g.some(0, 9)
    anything = g.pick(g.visible()).name if g.visible() else "nil"
    if kind == "bool" and choice < 6:
        return g.pick(
            [
                f"({anything} == {literals.literal(g, 'any')})",
                f"(not {anything})",
                f"({anything} ~= {anything})",
                f"rawequal({anything}, 1)",
            ]
        )
    if kind == "str" and choice < 3:
        return g.pick([f"tostring({anything} == nil)", f"type({anything})"])
    if kind == "int" and choice < 2 and g.vararg:
        return "select('#', ...)"
    if kind in ("any", "int", "str") and choice < 2:
        return f"({anything} {g.pick(['and', 'or'])} {literals.literal(g, kind)})"
    if kind == "list" and choice < 8:
        return list_text(g, "any" if g.chance(0.3) else "int")
    if kind == "rec" and choice < 8:
        return record_text(g)
    if kind == "func":
        return function_value(g)
    return literals.literal(g, kind)


def expression(g: State, kind: str, depth: int = 2) -> str:
    """Return an expression that may fail."""
    if g.chance(g.mischief * 0.5):
        kind = any_kind(g)
    if kind == "any":
        kind = any_kind(g)
    known = g.visible(kind)
    if depth <= 0 or g.chance(0.25):
        return g.pick(known).name if known and g.chance(0.75) else literals.literal(g, kind)
    if g.chance(0.12):
        return f"({condition(g, depth - 1)} and {expression(g, kind, depth - 1)} or {expression(g, kind, depth - 1)})"
    callees = [f for f in g.functions() if f.result == kind]
    if callees and g.chance(0.15):
        text, cost = call(g, g.pick(callees), depth - 1)
        g.cost += g.factor * cost
        return f"({text})" if g.chance(0.5) else text
    if g.chance(0.06):
        return element(g, kind, depth)
    match kind:
        case "int":
            return _integer(g, depth)
        case "float":
            return _float(g, depth)
        case "str":
            return _string(g, depth)
        case "bool":
            return condition(g, depth)
        case "list":
            return list_text(g, g.pick(["int", "int", "float", "str", "any"]))
        case "rec":
            return record_text(g)
        case "func":
            return function_value(g)
    return "nil"


def element(g: State, kind: str, depth: int) -> str:
    """Return an element of a table that may be of the kind."""
    lists, records = g.visible("list"), g.visible("rec")
    if lists and g.chance(0.6):
        return f"{g.pick(lists).name}[{expression(g, 'int', 0) if g.chance(0.3) else g.some(1, 3)}]"
    if records:
        key = g.pick(literals.FIELDS[:8])
        name = g.pick(records).name
        return f"{name}.{key}" if g.chance(0.7) else f'{name}["{key}"]'
    return literals.literal(g, kind)


def _divisor(g: State, depth: int) -> str:
    if g.chance(0.85):
        return g.pick(
            ["2", "3", "7", "(-3)", "10", "(-1)", "2.0", "0.5", "1000", f"({expression(g, 'int', depth)} | 1)"]
        )
    return expression(g, "int", depth)


def _integer(g: State, depth: int) -> str:
    choice = g.some(0, 19)
    below = depth - 1
    if choice < 8:
        operator = g.pick(INTEGER_OPERATORS if choice < 4 else ["+", "-", "*"])
        right = _divisor(g, below) if operator in ("//", "%") else expression(g, "int", below)
        return f"({expression(g, 'int', below)} {operator} {right})"
    match choice:
        case 8:
            return f"(-{expression(g, 'int', below)})"
        case 9:
            return f"(~{expression(g, 'int', below)})"
        case 10:
            return f"#{expression(g, 'str', 0)}"
        case 11 if g.visible("list"):
            return f"#{g.pick(g.visible('list')).name}"
        case 12:
            return g.pick(
                [
                    "math.floor({})",
                    "math.ceil({})",
                    "math.tointeger({})",
                    "({} // 1 | 0)",
                    "math.abs({})",
                    "(tonumber({}) or 0)",
                ]
            ).format(expression(g, g.pick(["int", "float"]), below))
        case 13:
            return f"{g.pick(['math.max', 'math.min'])}({expression(g, 'int', below)}, {expression(g, 'int', below)})"
        case 14 if g.vararg:
            return g.pick(["select('#', ...)", "(...)", "(select(1, ...))", "select(-1, ...)"])
        case 15:
            return f"({expression(g, 'str', 0)}):byte({g.pick(['', '1', '-1', '2'])})"
        case 16:
            return f"({literals.text(g)} {g.pick(['+', '-', '*'])} {expression(g, 'int', below)})"
        case _:
            return f"({expression(g, 'int', below)} {g.pick(['+', '-'])} {g.pick(['1', '2', '10'])})"


def number(g: State, depth: int) -> str:
    """Return an integer or a float."""
    return expression(g, g.pick(["int", "float"]), depth)


def _float(g: State, depth: int) -> str:
    choice = g.some(0, 11)
    below = depth - 1
    if choice < 6:
        operator = g.pick(["+", "-", "*", "/", "//", "%"])
        sides = [number(g, below), expression(g, "float", below)]
        g.random.shuffle(sides)
        return f"({sides[0]} {operator} {sides[1]})"
    if choice < 8:
        return f"({number(g, below)} / {number(g, below)})"
    if choice == 8:
        return f"({number(g, below)} ^ {g.pick(['2', '0.5', '-1', '0', '3'])})"
    if choice == 9:
        return f"-{expression(g, 'float', 0)}"
    function = g.pick(
        ["math.sqrt", "math.abs", "math.fmod", "math.max", "math.modf", "math.ult"][: 3 if choice == 10 else 5]
    )
    if function in ("math.fmod", "math.max"):
        return f"{function}({expression(g, 'float', below)}, {g.pick(['2', '1.5', '-3'])})"
    return f"{function}({expression(g, 'float', below)})"


def _string(g: State, depth: int) -> str:
    choice = g.some(0, 13)
    below = depth - 1
    if choice < 4:
        return f"({expression(g, 'str', below)} .. {expression(g, g.pick(['str', 'str', 'int', 'float']), below)})"
    if choice < 5:
        return f"({expression(g, 'str', 0)} .. {expression(g, 'int', 0)} .. {expression(g, 'str', 0)} .. {expression(g, 'float', 0)})"
    if choice < 7:
        return f"tostring({expression(g, g.pick(['int', 'float', 'bool', 'str', 'nil']), below)})"
    if choice < 10:
        method = g.pick(
            [
                "upper()",
                "lower()",
                "sub(1, 2)",
                "sub(-2)",
                "sub(2, -2)",
                "rep(2)",
                "reverse()",
                "rep(2, ',')",
                "gsub('%a', '%0%0')",
                "sub(0)",
            ]
        )
        return f"({expression(g, 'str', below)}):{method}"
    if choice == 10:
        return f"string.format({g.pick(['%d', '%5d', '%x', '%s'])!r}, {expression(g, 'int', below)})"
    if choice == 11:
        return f"string.format({g.pick(['%g', '%.3f', '%s', '%.14g', '%5.1f'])!r}, {expression(g, 'float', below)})"
    if choice == 12:
        return f"{g.pick(['type', 'math.type'])}({expression(g, 'any', below)})"
    return f"table.concat({{{expression(g, 'str', 0)}, {expression(g, 'int', 0)}}}, {literals.text(g)})"


def condition(g: State, depth: int = 1) -> str:
    """Return what decides a branch."""
    choice = g.some(0, 9)
    below = depth - 1
    if choice < 4:
        return f"({number(g, below)} {g.pick(COMPARISONS)} {number(g, below)})"
    if choice == 4:
        return f"({expression(g, 'str', below)} {g.pick(COMPARISONS)} {expression(g, 'str', below)})"
    if choice == 5:
        return f"({expression(g, 'any', below)} {g.pick(['==', '~='])} {expression(g, 'any', below)})"
    if choice == 6:
        return f"not {expression(g, 'any', below)}"
    if choice == 7 and depth > 0:
        return f"({condition(g, below)} {g.pick(['and', 'or'])} {condition(g, below)})"
    if choice == 8:
        return f"(type({expression(g, 'any', 0)}) == {g.pick(['number', 'string', 'table', 'nil', 'boolean'])!r})"
    return expression(g, g.pick(["bool", "any"]), 0)


def test(g: State) -> str:
    """Return a condition for this place."""
    if g.risky:
        return condition(g)
    return safe(g, g.pick(["bool", "any"])) if g.chance(0.6) else value(g, "bool", 1)


def list_text(g: State, kind: str) -> str:
    """Return a constructor of a list without holes."""
    items = [
        f"({literals.literal(g, kind)} or 0)" if kind == "any" else literals.literal(g, kind)
        for _ in range(g.some(0, 5))
    ]
    known = g.visible(kind)
    if known and items and g.chance(0.4):
        items[0] = f"({g.pick(known).name} or 0)"
    return "{" + ", ".join(items) + "}"


def record_text(g: State) -> str:
    """Return a constructor of a table with fields and other keys."""
    parts = []
    for _ in range(g.some(0, 4)):
        key = g.pick(literals.FIELDS[:8])
        item = safe(g, g.pick(["int", "float", "str", "bool", "any"])) if g.chance(0.6) else literals.literal(g, "any")
        parts.append(
            g.pick(
                [f"{key} = {item}"] * 5
                + [
                    f'["{key}"] = {item}',
                    f"[{g.pick(['1.5', '-1', '0', 'true', '10', '2^53', '1e300'])}] = {item}",
                    f"[1] = ({item} or 1)",
                ]
            )
        )
    return "{" + g.pick([", ", "; "]).join(parts) + "}"


def function_value(g: State) -> str:
    """Return a function: a known one, one of a library, or a small closure."""
    known = [f.name for f in g.functions() if not f.yields and f.cost < 10]
    if known and g.chance(0.3):
        return g.pick(known)
    if g.chance(0.25):
        return literals.literal(g, "func")
    params = [("p1", g.pick(KINDS[:3])), ("p2", g.pick(KINDS[:3]))][: g.some(0, 2)]
    vararg = g.chance(0.2)
    shown = ", ".join([name for name, _ in params] + (["..."] if vararg else []))
    with g.body(*params, vararg=vararg):
        results = ", ".join(expression(g, any_kind(g) if g.chance(0.3) else "int", 1) for _ in range(g.some(0, 2)))
    return f"(function({shown}) return {results} end)"


def argument(g: State, kind: str, depth: int) -> str:
    """Return an argument for a parameter of a kind."""
    return expression(g, kind, depth) if g.risky else safe(g, kind)


def arguments(g: State, function: Function, depth: int) -> str:
    """Return the arguments of a call: at times too few, too many, or other kinds."""
    kinds = list(function.params)
    if g.chance(g.mischief * 0.5) and kinds:
        kinds.pop()
    if function.vararg or g.chance(0.08):
        kinds += [any_kind(g) for _ in range(g.some(0, 3))]
    texts = [argument(g, kind, depth) for kind in kinds]
    if g.vararg and g.chance(0.15):
        texts.append("...")
    return ", ".join(texts)


def call(g: State, function: Function, depth: int = 1) -> tuple[str, int]:
    """Return a call and its cost."""
    return f"{function.name}({arguments(g, function, depth)})", function.cost
