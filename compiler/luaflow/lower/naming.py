"""Python names for Lua variables.

Lua's name is kept where Python's scoping allows it: a name is reused by a later variable of the same block or of a block beside
it, and gets a number where Python, which has one scope for each function, would mix two variables up.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

from luaflow.analyse.module import ModuleFacts
from luaflow.resolve import FunctionScope, Variable
from luaflow.resolve.scopes import inner_blocks
from luaflow.syntax import ast

FRAME_NAMES = frozenset(
    {
        "lua",
        "range",
        "float",
        "chr",
        "len",
        "list",
        "ord",
        "str",
        "IndexError",
        "AttributeError",
        "TypeError",
        "Table",
        "Any",
        "Entry",
        "ENTRY",
        "LuaWorkflow",
        "chunk",
        "library",
        "run_activity",
        "temporalio",
        "annotations",
    }
)
"""Names that the frame of a module uses."""
GLOBALS = "G"
"""A script's ``_ENV``."""


def identifier(text: str) -> str:
    """Return a Python identifier that resembles a Lua name or path (``Account:deposit`` -> ``Account_deposit``)."""
    name = re.sub(r"\W", "_", text, flags=re.ASCII)
    if not name or name[0].isdigit():
        name = "_" + name
    return name + "_" if keyword.iskeyword(name) or name in ("None", "True", "False", "__debug__") else name


class Names:
    """Python names of all variables of a chunk."""

    def __init__(self, facts: ModuleFacts, reserved: Iterable[str], hoisted: set[Variable]) -> None:
        self.facts = facts
        self.hoisted = hoisted
        self.reserved = FRAME_NAMES | set(reserved)
        self.of: dict[Variable, str] = {}
        self.used: dict[FunctionScope, dict[str, list[Variable]]] = {}
        self.taken: dict[FunctionScope, set[str]] = {}
        self.lua_names: dict[str, str] = {}
        self._parents: dict[ast.Block, ast.Block | None] = {}
        for function in facts.functions.values():
            self._block(function.node.body, None)
        environment = facts.scopes.environment
        if environment is not None:
            self.reserved |= {GLOBALS}
            self.of[environment] = GLOBALS
            self.lua_names[GLOBALS] = environment.name
        for variable in facts.user_globals.values():
            self._assign(variable, facts.scopes.main)
            self.lua_names[self.of[variable]] = f"_G.{variable.name}"
        for function in facts.functions.values():
            for variable in function.scope.variables:
                self._assign(variable, function.scope)

    def is_used(self, name: str) -> bool:
        """Whether some function uses a name."""
        return any(name in used for used in self.used.values())

    def temporary(self, scope: FunctionScope, wish: str) -> str:
        """Return an unused name for a value that has no name in Lua; messages do not show it."""
        name = self.fresh(scope, wish)
        self.lua_names.setdefault(name, "")
        return name

    def note_method(self, function: str, line: int) -> None:
        """Note that a library function is called as a method in a Lua line: its messages do not count the object.

        The Python names nothing of it: the key is none, and the lines stand for the name.
        """
        key = f"method:{function}"
        self.lua_names[key] = " ".join(dict.fromkeys([*self.lua_names.get(key, "").split(), str(line)]))

    def fresh(self, scope: FunctionScope, wish: str) -> str:
        """Return an unused name in a function, like ``wish``."""
        name = identifier(wish)
        number = 1
        candidate = name
        while self._is_taken(scope, candidate) or candidate in self.used.setdefault(scope, {}):
            number += 1
            candidate = f"{name}_{number}"
        self.used[scope][candidate] = []
        return candidate

    def _block(self, block: ast.Block, parent: ast.Block | None) -> None:
        stack = [(block, parent)]
        while stack:
            block, parent = stack.pop()
            self._parents[block] = parent
            stack.extend((inner, block) for stat in block.body for inner in inner_blocks(stat))

    def _assign(self, variable: Variable, scope: FunctionScope) -> None:
        name = identifier(variable.name)
        used = self.used.setdefault(scope, {})
        number = 1
        candidate = name
        while self._is_taken(scope, candidate) or not all(
            self._may_share(v, variable) for v in used.get(candidate, ())
        ):
            number += 1
            candidate = f"{name}_{number}"
        self.of[variable] = candidate
        used.setdefault(candidate, []).append(variable)
        if candidate != variable.name:
            self.lua_names[candidate] = variable.name

    def _is_taken(self, scope: FunctionScope, name: str) -> bool:
        taken = self.taken.get(scope)
        if taken is None:
            taken = self.taken[scope] = {self.of[v] for v in scope.upvalues if v in self.of}
            taken |= {self.of[v] for n, v in self.facts.user_globals.items() if n in scope.globals and v in self.of}
        return name in self.reserved or name in taken

    def _may_share(self, earlier: Variable, later: Variable) -> bool:
        if earlier.captured or later.captured or "close" in (earlier.attrib, later.attrib):
            return False
        if earlier.kind == later.kind == "param" or earlier in self.hoisted or later in self.hoisted:
            return False
        if earlier.block is later.block:
            return True
        block: ast.Block | None = later.block
        while block is not None:
            if block is earlier.block:
                return False
            block = self._parents.get(block)
        return True
