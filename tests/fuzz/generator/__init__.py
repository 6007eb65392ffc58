"""Random well-formed Lua programs: deterministic, bounded, printing what they compute, errors included.

A program consists of statements that the modules of this package write; each program prefers a few kinds of them, so that rare
combinations come up. What Lua does not specify is avoided: borders of tables with holes, the order of ``pairs``, addresses, the order in
which operands are read.
"""

from __future__ import annotations

from tests.fuzz.generator import (
    classes,
    control,
    corners,
    coroutines,
    errors,
    functions,
    kernels,
    libraries,
    metatables,
    tables,
)
from tests.fuzz.generator.state import State, Statement

PRELUDE = r"""
local function text(v)
  local k = type(v)
  if k == "string" then return "'" .. v .. "'" end
  if k == "number" then
    if v ~= v then return "nan" end
    return math.type(v) == "float" and tostring(v) .. string.format(":%.17g", v) or tostring(v)
  end
  if k == "nil" or k == "boolean" then return tostring(v) end
  return k
end
local function show(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = text((select(i, ...))) end
  print((table.concat(parts, "|"):gsub("(%a+): 0x%x*", "%1: ADDR")))
end
local function dump(t)
  if type(t) ~= "table" then return show("dump", t) end
  local parts = {}
  for k, v in next, t do parts[#parts + 1] = text(k) .. "=" .. text(v) end
  table.sort(parts)
  print("{" .. (table.concat(parts, "; "):gsub("(%a+): 0x%x*", "%1: ADDR")) .. "}")
end
local function try(f)
  local _, v = pcall(f)
  return v
end
-- A coroutine that fails leaves its values open in Lua until it is closed.
local function resume(co, ...)
  local results = table.pack(coroutine.resume(co, ...))
  if not results[1] and coroutine.status(co) == "dead" then coroutine.close(co) end
  return table.unpack(results, 1, results.n)
end
local function cut(v)
  if type(v) == "string" and #v > 60 then return v:sub(1, 30) end
  return v
end
"""

_FAMILIES: list[tuple[list[Statement], float]] = [
    (control.STATEMENTS, 3.0),
    (functions.STATEMENTS, 2.0),
    (tables.STATEMENTS, 1.5),
    (classes.STATEMENTS, 1.2),
    (metatables.STATEMENTS, 1.0),
    (coroutines.STATEMENTS, 1.2),
    (errors.STATEMENTS, 1.0),
    (libraries.STATEMENTS, 1.2),
    (kernels.STATEMENTS, 1.8),
    (corners.STATEMENTS, 0.4),
]
_SCRIPT_FAMILIES: list[tuple[list[Statement], float]] = [
    (functions.GLOBALS, 1.5),
    (metatables.GLOBALS, 0.5),
    (libraries.LOADING, 1.5),
    (corners.SCRIPTS, 0.5),
]


def _swarm(g: State, *, script: bool) -> list[Statement]:
    """Return the statements of a program with its own weights: a few families and statements are favoured."""
    chosen: list[Statement] = []
    for statements, weight in [*_FAMILIES, *(_SCRIPT_FAMILIES if script else [])]:
        of_family = weight * g.pick([0.1, 0.5, 1.0, 1.0, 3.0])
        for statement, share, nests in statements:
            chosen.append((statement, of_family * share * g.pick([0.2, 1.0, 1.0, 4.0]), nests))
    return chosen


def _calls(g: State, seed: int) -> None:
    """Write many calls of library functions: they have more cases than the other statements would come to."""
    g.budget = 0
    for _ in range(70):
        g.pick(
            [
                libraries.library_call,
                libraries.library_call,
                libraries.library_call,
                libraries.matching,
                libraries.matching,
                libraries.characters,
                libraries.others,
                coroutines.events,
                libraries.random_numbers,
                tables.library,
                errors.raising,
                errors.arithmetic,
            ]
        )(g)
    corners.in_turn(g, seed // 4 * 3, 3)


def generate(seed: int, *, script: bool = False) -> str:
    """Return the program of a seed; always the same.

    Args:
        script: Use what only scripts have: global variables, ``load``, the metatable of strings.
    """
    g = State(seed)
    g.put(PRELUDE.strip("\n"))
    offered = _swarm(g, script=script)
    direct = {statement for statement, _, _ in control.STATEMENTS}
    flat = [entry for entry in offered if not entry[2]]

    def statements(count: int) -> None:
        for _ in range(count):
            g.budget -= 1
            deep = g.depth > 5 or g.budget < 0 or g.cost > 3000
            usable = flat if deep else offered
            usable_weights = [weight for _, weight, _ in usable]
            statement = g.random.choices([s for s, _, _ in usable], usable_weights)[0]
            # Snippets wrap their expressions in functions of their own, where the varargs around them are not to be had.
            saved, g.vararg = g.vararg, g.vararg and statement in direct
            statement(g)
            g.vararg = saved

    g.statements = statements
    if seed % 4 == 1:
        _calls(g, seed)
    if script:
        for _ in range(2):
            corners.script_corner(g)
        libraries.loaded(g)
    while g.budget > 0:
        if g.chance(0.1):
            g.put(g.pick(["", "-- a remark", "--[[ a longer\nremark ]]", "-- é ]]", ""]))
        if g.chance(0.35):
            with g.guarded():
                statements(g.some(2, 6))
                if g.chance(0.5):
                    g.put("do return 'end of guarded' end")
        else:
            statements(1)
    for variable in g.visible()[-6:]:
        g.put(f"show({variable.name})")
    return "\n".join(g.lines) + "\n"
