"""What the runtime's functions do with values.

Functions that are not named here give what their declaration says, and what they are given escapes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from luaflow_runtime.shim import Shim

from luaflow.analyse import types as t
from luaflow.analyse.flow import operators
from luaflow.analyse.flow.domain import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    LENGTH,
    NIL,
    NOTHING,
    NUMBER,
    POSITION,
    REFERENCES,
    STRING,
    TOP,
    CoroutineSite,
    FunctionSite,
    Results,
    ShimSite,
    TableSite,
    Value,
    any_number,
    exactly,
    integers,
    join,
)
from luaflow.syntax import ast

if TYPE_CHECKING:
    from luaflow.analyse.flow.engine import Arguments, Flow

GMATCH = "string.gmatch()"
"""The iterator that ``string.gmatch`` gives; it exists only here."""
_PURE_LIBRARIES = ("string.", "math.", "utf8.", "os.")
_PURE = frozenset(
    {"type", "tostring", "tonumber", "print", "rawequal", "rawlen", "table.concat", "io.write"}
    | {"coroutine.status", "coroutine.isyieldable", "coroutine.close"}
)
"""They neither keep what they are given nor call it, but for metamethods such as ``__tostring``."""


_REPEAT = frozenset({"table.sort", "string.gsub"})
"""They call what they are given many times, where it cannot yield."""


_MOST_CALLED = 3
"""Functions of the runtime that call each other: what many functions may be, each of them may call again."""


def call(flow: Flow, name: str, given: Arguments, node: ast.Expr | None = None) -> Results:
    """Return the results of calling a runtime function. ``node`` is the call, where it is known."""
    called = name, tuple(value.sites for value in given.values)
    if called in flow.called:
        return any_number(TOP)  # a metamethod that is the function which looks for it: `__index = rawget`
    if len(flow.called) >= _MOST_CALLED:
        flow.escape(given.all())
        flow.runs_unknown()
        return any_number(TOP)
    flow.called.add(called)
    results = _call(flow, name, given, node)
    flow.called.remove(called)
    return results


def _call(flow: Flow, name: str, given: Arguments, node: ast.Expr | None) -> Results:
    model = _MODELS.get(name)
    if model is not None:
        flow.loops += name in _REPEAT
        flow.driven += name in _REPEAT
        results = model(flow, given, node)
        flow.driven -= name in _REPEAT
        flow.loops -= name in _REPEAT
        return results
    shim = flow.statics.shims.find(name)
    if name in _PURE or name.startswith(_PURE_LIBRARIES):
        _show(flow, given)
        if any(value.mask & t.FUNCTION for value in (*given.values, given.more or NOTHING)):
            flow.escape(given.all())
            flow.runs_unknown()
    else:
        flow.escape(given.all())
        if shim is None or shim.colour == "callee" or given.all().mask & REFERENCES:
            flow.runs_unknown()
    return declared(shim) if shim is not None else any_number(TOP)


def declared(shim: Shim) -> Results:
    """Return the results that a shim's declaration promises."""
    if shim.results is None and not shim.types:
        return any_number(TOP)
    values = [_of_type(text) for text in shim.types]
    if shim.results is None:
        return Results(tuple(values), TOP, frozenset((-1,)))
    values += [TOP] * (shim.results - len(values))
    return exactly(*values[: shim.results])


def _of_type(text: str) -> Value:
    mask, _ = t.from_text(text)
    sites = TOP.sites if mask & REFERENCES else frozenset()
    if text.rstrip("?") == "length":
        return Value(mask | t.INTEGER, 0, LENGTH.high, sites)
    return TOP.only(mask) if mask & t.INTEGER else Value(mask, 0, -1, sites)


def _show(flow: Flow, given: Arguments) -> None:
    """``tostring`` and the like call ``__tostring``."""
    from luaflow.analyse.flow.engine import Arguments

    for value in (*given.values, given.more or NOTHING):
        if value.mask & t.TABLE:
            for event in ("__tostring", "__name", "__index", "__len"):
                handler = flow.metamethod(value, event)
                if handler.mask & t.FUNCTION:
                    flow.driven += 1
                    flow.call(handler, Arguments((value.only(t.TABLE), TOP.only(t.ANY & ~REFERENCES))))
                    flow.driven -= 1


Model = Callable[["Flow", "Arguments", "ast.Expr | None"], Results]


def _setmetatable(flow: Flow, given: Arguments, node: ast.Expr | None) -> Results:
    flow.set_metatable(given.at(0), given.at(1))
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Table):
        flow.table_of(node.args[0]).has_meta = given.at(1).mask == t.TABLE
    else:
        for site in given.at(0).sites:
            if isinstance(site, TableSite) and given.at(1).mask & t.NIL:
                site.loses_meta = True
    return exactly(given.at(0).only(t.TABLE))


def _getmetatable(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    obj = given.at(0)
    found = NIL
    if obj.is_open or obj.mask & (t.STRING | t.USERDATA):
        return exactly(TOP)
    for site in obj.sites:
        if isinstance(site, TableSite):
            metas = flow.read(site.metas)
            found = join(found, TOP if flow.is_opened(site) else metas)
            found = join(found, flow.metamethod(obj, "__metatable"))
    return exactly(found)


def _rawget(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    return exactly(flow.element(given.at(0), given.at(1)))


def _rawset(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    obj, key, value = given.at(0), given.at(1), given.at(2)
    flow.set_element(obj, key, value)
    if value.mask & t.FUNCTION:
        flow.escape(value)  # it may be a metamethod
    return exactly(obj.only(t.TABLE))


def _next(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    obj = given.at(0)
    return Results((join(flow.all_keys(obj), NIL), join(flow.all_values(obj), NIL)), None, frozenset((1, 2)))


def _pairs(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    from luaflow.analyse.flow.engine import Arguments

    obj = given.at(0)
    handler = flow.metamethod(obj, "__pairs")
    if handler.mask & ~t.NIL:
        found = flow.call(handler, Arguments((obj,)))
        return exactly(found.at(0), found.at(1), found.at(2))
    return exactly(_shim("next"), obj, NIL)


def _ipairs(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    return exactly(_shim("ipairs()"), given.at(0), integers(0, 0))


def _ipairs_step(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    return Results((join(POSITION, NIL), flow.element(given.at(0), POSITION)), None, frozenset((1, 2)))


def _select(flow: Flow, given: Arguments, node: ast.Expr | None) -> Results:
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.String):
        return exactly(LENGTH)
    return any_number(join(given.behind(1).all(), LENGTH if given.at(0).mask & t.STRING else NOTHING))


def _assert(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    flow.escape(given.behind(1).all())  # the message becomes an error value
    if given.more is None:
        first = given.at(0)
        if first.mask & t.NIL and first.mask & ~t.NIL:
            first = first.only(t.ANY & ~t.NIL)
        return exactly(*((first, *given.values[1:]) if given.values else ()))
    return Results(given.values, given.more, frozenset((-1,)))


def _error(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    flow.escape(given.all())
    return Results((), None, frozenset((0,)))


def _pcall(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    found = flow.call(given.at(0), given.behind(1))
    # What is thrown may come from anywhere.
    values = tuple(join(value, TOP) if i == 0 else join(value, NIL) for i, value in enumerate(found.values))
    counts = frozenset((2, *(-1 if n < 0 else n + 1 for n in found.counts)))
    return Results((BOOLEAN, *(values or (TOP,))), found.more, counts)


def _xpcall(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    from luaflow.analyse.flow.engine import Arguments

    found = flow.call(given.at(0), given.behind(2))
    handled = flow.call(given.at(1), Arguments((TOP,)))
    values = [join(value, NIL) for value in found.values] or [NIL]
    values[0] = join(join(values[0], handled.at(0)), TOP)
    return Results((BOOLEAN, *values), TOP, frozenset((-1,)))


def _insert(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    obj = given.at(0)
    value = given.at(1) if len(given.values) == 2 and given.more is None else given.behind(2).all()
    if given.more is not None:
        value = given.behind(1).all()
    flow.set_element(obj, POSITION, value)
    if len(given.values) != 2:
        flow.set_element(obj, POSITION, flow.element(obj, POSITION))
    return exactly()


def _remove(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    items = join(flow.element(given.at(0), INTEGER), NIL)
    flow.set_element(given.at(0), POSITION, items)
    return exactly(items)


def _unpack(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    return any_number(join(flow.element(given.at(0), INTEGER), NIL))


def _new_table(flow: Flow, node: ast.Expr | None) -> Value:
    if node is None:
        return TOP.only(t.TABLE)
    return Value(t.TABLE, 0, -1, frozenset((flow.table_of(node),)))


def _pack(flow: Flow, given: Arguments, node: ast.Expr | None) -> Results:
    if node is None:
        flow.escape(given.all())
    made = _new_table(flow, node)
    flow.set_element(made, POSITION, given.all())
    flow.set_field(made, "n", LENGTH)
    return exactly(made)


def _create(flow: Flow, _: Arguments, node: ast.Expr | None) -> Results:
    return exactly(_new_table(flow, node))


def _move(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    target = given.at(4) if len(given.values) > 4 else NIL
    into = given.at(0) if target.mask == t.NIL else join(given.at(0), target) if target.mask & t.NIL else target
    flow.set_element(into, INTEGER, flow.element(given.at(0), INTEGER))
    return exactly(into.only(t.TABLE))


def _sort(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    from luaflow.analyse.flow.engine import Arguments

    items = flow.element(given.at(0), POSITION)
    flow.call(given.at(1), Arguments((items, items)))
    operators.with_metamethod(flow, "<", items, items)
    flow.set_element(given.at(0), POSITION, items)
    return exactly()


def _gsub(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    from luaflow.analyse.flow.engine import Arguments

    flow.call(given.at(2), Arguments((), join(STRING, POSITION)))
    if given.at(2).mask & t.TABLE:
        flow.element(given.at(2).only(t.TABLE), join(STRING, POSITION))
    return exactly(STRING, LENGTH)


def _captures(flow: Flow, node: ast.Expr | None, index: int) -> Value:
    """Captures of a pattern: strings, and positions where it has ``()``."""
    args = node.args if isinstance(node, (ast.Call, ast.MethodCall)) else []
    at = index - 1 if isinstance(node, ast.MethodCall) else index
    pattern = args[at] if at < len(args) else None
    text = pattern.value if isinstance(pattern, ast.String) else pattern and flow.facts.literal(pattern)
    if isinstance(text, str) and "()" not in text:
        return STRING
    return join(STRING, POSITION)


def _gmatch(flow: Flow, _given: Arguments, node: ast.Expr | None) -> Results:
    plain = _captures(flow, node, 1) == STRING
    return exactly(_shim(GMATCH if plain else f"{GMATCH}?"))


def _gmatch_step(_flow: Flow, _given: Arguments, _node: ast.Expr | None) -> Results:
    return any_number(join(STRING, NIL))


def _gmatch_step_any(_flow: Flow, _given: Arguments, _node: ast.Expr | None) -> Results:
    return any_number(join(join(STRING, POSITION), NIL))


def _match(flow: Flow, _given: Arguments, node: ast.Expr | None) -> Results:
    return any_number(join(_captures(flow, node, 1), NIL))


def _find(flow: Flow, _given: Arguments, node: ast.Expr | None) -> Results:
    found = join(POSITION, NIL)
    return Results((found, join(LENGTH, NIL)), join(_captures(flow, node, 1), NIL), frozenset((-1,)))


def _byte(flow: Flow, given: Arguments, node: ast.Expr | None) -> Results:
    if len(given.values) < 3 and given.more is None:
        match node:
            case ast.MethodCall(obj=text, args=[key]) | ast.Call(args=[text, key]) if flow.is_position(key, text):
                return exactly(integers(0, 255))
        return Results((join(integers(0, 255), NIL),), None, frozenset((0, 1)))  # none behind the string's end
    return any_number(join(integers(0, 255), NIL))


def _text(_flow: Flow, _given: Arguments, _node: ast.Expr | None) -> Results:
    return exactly(STRING)


def _tonumber(_flow: Flow, _given: Arguments, _node: ast.Expr | None) -> Results:
    return exactly(join(NUMBER, NIL))


def _floor(_flow: Flow, given: Arguments, _node: ast.Expr | None) -> Results:
    number = given.at(0)
    found = number.only(t.INTEGER)
    if number.mask & ~t.INTEGER:
        found = join(found, NUMBER)
    return exactly(found)


def _abs(_flow: Flow, given: Arguments, _node: ast.Expr | None) -> Results:
    number = given.at(0)
    found = NOTHING
    if number.mask & t.INTEGER:
        found = integers(0, max(abs(number.low), abs(number.high))) if number.low > -(2**63) else INTEGER
    if number.mask & t.FLOAT:
        found = join(found, FLOAT)
    return exactly(NUMBER if number.mask & t.STRING else found)


def _extreme(_flow: Flow, given: Arguments, _node: ast.Expr | None) -> Results:
    found = given.all()
    if any(t.subset(value.mask, t.NUMBER) for value in given.values):
        # Numbers are compared with numbers, and by metamethods.
        return exactly(found.only(t.NUMBER | t.TABLE | t.USERDATA))
    return exactly(found)


def _random(_flow: Flow, given: Arguments, _node: ast.Expr | None) -> Results:
    if given.more is not None:
        return exactly(NUMBER)
    if not given.values:
        return exactly(FLOAT)
    bounds = given.all()
    if bounds.mask & ~t.INTEGER:
        return exactly(INTEGER)
    if len(given.values) == 1:
        return exactly(integers(1, bounds.high) if bounds.low > 0 else INTEGER)
    return exactly(integers(bounds.low, bounds.high))


def _tointeger(_flow: Flow, given: Arguments, _node: ast.Expr | None) -> Results:
    number = given.at(0)
    return exactly(join(INTEGER if number.mask & ~t.INTEGER else number.only(t.INTEGER), NIL))


def _coroutine(flow: Flow, given: Arguments, node: ast.Expr | None) -> Results:
    if node is not None:
        return exactly(flow.coroutine(node, given.at(0), t.THREAD))
    flow.escape(given.all())
    return exactly(TOP.only(t.THREAD))


def _wrap(flow: Flow, given: Arguments, node: ast.Expr | None) -> Results:
    if node is not None:
        return exactly(flow.coroutine(node, given.at(0), t.FUNCTION))
    flow.escape(given.all())
    return exactly(TOP.only(t.FUNCTION))


def _resume(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    passed = given.behind(1)
    values, more = TOP, TOP  # what is thrown may come from anywhere
    for site in given.at(0).sites:
        if isinstance(site, CoroutineSite):
            found = flow.resume(site, passed)
            values = join(values, found.at(0))
            for value in (*found.values[1:], found.more or NOTHING):
                more = join(more, value)
        else:
            flow.escape(passed.all())
    return Results((BOOLEAN, values), more, frozenset((-1,)))


def _yield(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    flow.yields(given.at(0), given.behind(1).all())
    return any_number(flow.read(flow.current.resumed))


def _running(flow: Flow, _given: Arguments, _: ast.Expr | None) -> Results:
    return exactly(join(TOP.only(t.THREAD), flow.read(flow.threads)), BOOLEAN)


def _spawn(flow: Flow, given: Arguments, _: ast.Expr | None) -> Results:
    flow.escape(given.all())  # it runs in a thread of its own, where nobody sees what it yields
    return exactly(TOP.only(t.THREAD))


def _require(flow: Flow, given: Arguments, _node: ast.Expr | None) -> Results:
    """Any chunk of the program but the main one, or a module of the runtime."""
    from luaflow.analyse.flow.engine import Arguments

    if flow.statics.openness is None or flow.is_open:
        return any_number(TOP)
    found = TOP if flow.statics.modules else BOOLEAN
    for main in flow.mains[1:]:
        found = join(found, flow.call_function(main, Arguments((), STRING)).at(0))
    return Results((found, join(STRING, NIL)), None, frozenset((1, 2)))


def _shim(name: str) -> Value:
    return Value(t.FUNCTION, 0, -1, frozenset((ShimSite(name),)))


def is_function_of_program(value: Value) -> bool:
    """Whether a callee can only be functions of the analysed program."""
    return bool(value.sites) and all(isinstance(site, FunctionSite) for site in value.sites)


_MODELS: dict[str, Model] = {
    "setmetatable": _setmetatable,
    "getmetatable": _getmetatable,
    "rawget": _rawget,
    "rawset": _rawset,
    "next": _next,
    "pairs": _pairs,
    "ipairs": _ipairs,
    "ipairs()": _ipairs_step,
    "select": _select,
    "assert": _assert,
    "error": _error,
    "pcall": _pcall,
    "xpcall": _xpcall,
    "unpack": _unpack,
    "tonumber": _tonumber,
    "table.insert": _insert,
    "table.remove": _remove,
    "table.unpack": _unpack,
    "table.pack": _pack,
    "table.create": _create,
    "table.move": _move,
    "table.sort": _sort,
    "string.gsub": _gsub,
    "string.gmatch": _gmatch,
    "string.gfind": _gmatch,
    GMATCH: _gmatch_step,
    f"{GMATCH}?": _gmatch_step_any,
    "string.match": _match,
    "string.find": _find,
    "string.byte": _byte,
    "string.sub": _text,
    "string.rep": _text,
    "string.lower": _text,
    "string.upper": _text,
    "string.reverse": _text,
    "string.char": _text,
    "math.floor": _floor,
    "math.ceil": _floor,
    "math.abs": _abs,
    "math.max": _extreme,
    "math.min": _extreme,
    "math.random": _random,
    "math.tointeger": _tointeger,
    "coroutine.create": _coroutine,
    "coroutine.wrap": _wrap,
    "coroutine.resume": _resume,
    "coroutine.yield": _yield,
    "coroutine.running": _running,
    "coroutine.spawn": _spawn,
    "require": _require,
}
