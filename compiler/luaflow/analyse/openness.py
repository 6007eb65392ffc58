"""What a script, all its chunks taken together, leaves certain about globals and libraries.

In a script every global can be replaced and code can be made at run time. Needs the resolved chunks of the whole program
(``resolve_script``): the main file and the modules that it requires by literal names. Afterwards it is known whether more
code may appear, and which functions of the libraries are certainly what they were at the start.

The walk looks at each place where the global table, a library's table or one of a few functions stands, and allows what it
knows to be harmless; anything else makes the program open. Aliases (``local fmt = string.format``) are followed through
locals that are assigned once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from luaflow.resolve import Scopes, Variable
from luaflow.syntax import ast
from luaflow.syntax.walk import walk

LIBRARIES = frozenset({"string", "table", "math", "coroutine", "utf8", "os", "io", "debug", "package"})
"""Standard libraries, tables in global variables."""

_LOADS = frozenset({"load", "loadstring", "loadfile", "dofile", "require"})
_PEEKS = frozenset(
    f"debug.{name}"
    for name in (
        "debug setlocal setupvalue upvaluejoin getupvalue getlocal getregistry setmetatable setuservalue sethook"
    ).split()
)
"""Functions through which code may reach what it does not name."""
_INSPECTS = frozenset(
    {"type", "tostring", "print", "rawequal", "rawlen", "ipairs", "getmetatable", "debug.getmetatable"}
)
"""Functions that neither change nor keep nor return a table that they are given."""
_DECIDE_COLOURS = frozenset({"pcall", "xpcall", "coroutine", *_LOADS})
"""Globals whose replacement changes what may suspend: not worth telling apart from open programs."""
_PLAIN_LIBRARIES = frozenset({"string", "table", "math", "utf8", "os", "io"})
"""Libraries without functions that load code or suspend."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Openness:
    """What is certain about a program's globals.

    Attributes:
        is_open: Code that is in none of the chunks may run, or any global or library may change: ``load`` is used, the
            global table goes somewhere unknown, ... Nothing may be concluded from the absence of something in the chunks:
            functions may have further callers, fields may be stored by others, any call may suspend.
        why: For ``is_open``: the first reason found, for people.
        changed: Standard functions, constants and libraries that the program assigns, by Lua name: ``print``,
            ``string.format``. In a program that is not open all others are what they are at the start.
        added: Fields that the program adds to libraries, by full name: ``string.trim``.
        knows_globals: Every read and write of a global variable in the program is ``_ENV.name`` in the tree, with the
            chunk's own ``_ENV`` and a name written in the source; no metatable and no traversal sees the global table.
        touches_strings: The metatable of strings may change.
    """

    is_open: bool = False
    why: str = ""
    changed: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    knows_globals: bool = True
    touches_strings: bool = False

    def replaces(self, name: str) -> bool:
        """Whether a standard global or a library's field may be something else than at the start."""
        return self.is_open or name in self.changed or name.partition(".")[0] in self.changed


OPEN = Openness(is_open=True, why="it is not known", knows_globals=False, touches_strings=True)
"""A chunk that is looked at alone."""


@dataclass(slots=True)
class Requirements:
    """What a chunk says about modules.

    Attributes:
        names: Literal names that are required.
        paths: Values that ``package.path`` is given, in order.
    """

    names: dict[str, None] = field(default_factory=dict)
    paths: list[ast.Expr] = field(default_factory=list)


Kind = Literal["globals", "library", "function", "loaded"]
Meaning: TypeAlias = tuple[Kind, str]
_GLOBALS: Meaning = ("globals", "_G")
_LOADED: Meaning = ("loaded", "package.loaded")


class Meanings:
    """What expressions of one chunk stand for when the program begins.

    Args:
        members: Full names of the libraries' members, ``print`` and ``string.format``.
    """

    def __init__(self, scopes: Scopes, members: frozenset[str]) -> None:
        self.scopes = scopes
        self.members = members
        self._variables: dict[Variable, Meaning | None] = {}

    def of(self, expr: ast.Expr) -> Meaning | None:
        """Return what an expression stands for, ``None`` for what is of no interest."""
        match expr:
            case ast.Paren():
                return self.of(expr.inner)
            case ast.Name():
                variable = self.scopes.variable_of.get(expr)
                if variable is None:
                    return None
                return _GLOBALS if variable is self.scopes.environment else self.of_variable(variable)
            case ast.Index(key=ast.String(value=name)):
                base = self.of(expr.obj)
                return None if base is None else self.member(base, name)
            case ast.Call(func=func, args=[ast.String(value=name)]):
                if self.of(func) == ("function", "require"):
                    return self.member(_LOADED, name)
        return None

    def of_variable(self, variable: Variable) -> Meaning | None:
        """Return what a local stands for that nothing assigns again."""
        if variable not in self._variables:
            self._variables[variable] = None
            if variable.kind == "local" and not variable.assigned and variable.value is not None:
                self._variables[variable] = self.of(variable.value)
        return self._variables[variable]

    def member(self, base: Meaning, name: str) -> Meaning | None:
        """Return what a field stands for."""
        kind, path = base
        if kind in ("globals", "loaded"):
            if name == "_G":
                return _GLOBALS
            if name in LIBRARIES:
                return "library", name
            return ("function", name) if kind == "globals" and name in self.members else None
        full = f"{path}.{name}"
        if full == "package.loaded":
            return _LOADED
        return ("function", full) if kind == "library" and full in self.members else None

    def is_own_environment(self, expr: ast.Expr) -> bool:
        """Whether an expression is the chunk's ``_ENV`` itself, as it stands in front of every global name."""
        return isinstance(expr, ast.Name) and self.scopes.variable_of.get(expr) is self.scopes.environment


class _Open(Exception):
    """The program is open, and nothing else needs to be found out about it."""


class Survey:
    """Collects what the chunks of a program do to globals and libraries.

    Args:
        members: Full names of all members of the libraries, ``print`` and ``string.format``.
    """

    def __init__(self, members: Iterable[str]) -> None:
        self.members = frozenset(members)
        self.changed: set[str] = set()
        self.added: set[str] = set()
        self.knows_globals = True
        self.touches_strings = False
        self.why = ""
        self.inherits = False
        self.asks_for_functions = False
        self.fields_read: set[str] = set()

    def result(self, why: str = "") -> Openness:
        """Return what was found.

        Args:
            why: A reason for the program to be open that lies outside of its text, or nothing.
        """
        why = self.why or why
        if not why and self.inherits and "__index" in self.fields_read:
            why = "reads `__index` of metatables, and a library is one"
        if not why and self.asks_for_functions and "func" in self.fields_read:
            why = "asks `debug.getinfo` for functions"
        if not why:
            replaced = sorted({name.partition(".")[0] for name in self.changed} & _DECIDE_COLOURS)
            why = f"assigns `{replaced[0]}`" if replaced else ""
        if why:
            return Openness(is_open=True, why=why, knows_globals=False, touches_strings=True)
        return Openness(
            changed=frozenset(self.changed),
            added=frozenset(self.added),
            knows_globals=self.knows_globals,
            touches_strings=self.touches_strings,
        )

    def chunk(self, chunk: ast.Chunk, scopes: Scopes) -> Requirements:
        """Look at one more chunk; return what it requires, up to the first thing that makes the program open."""
        walker = _Walker(self, chunk, scopes)
        if not self.why:
            try:
                walker.run()
            except _Open as reason:
                self.why = str(reason)
        return walker.requirements


class _Walker:
    def __init__(self, survey: Survey, chunk: ast.Chunk, scopes: Scopes) -> None:
        self.survey = survey
        self.chunk = chunk
        self.scopes = scopes
        self.meanings = Meanings(scopes, survey.members)
        self.requirements = Requirements()

    def run(self) -> None:
        environment = self.scopes.environment
        if environment is not None and environment.assigned:
            raise _Open("assigns `_ENV`")
        for node in walk(self.chunk):
            self.node(node)

    def node(self, node: ast.Node) -> None:
        """Look at the expressions whose values a node passes on; those that it only tests or computes with are harmless."""
        match node:
            case ast.Index():
                self.read(node)
            case ast.Call():
                self.call(node)
            case ast.MethodCall():
                self.keep(node.obj)
                for arg in node.args:
                    self.keep(arg)
            case ast.Field():
                if isinstance(node.key, ast.String) and node.key.value == "__index":
                    self.inherit(node.value)
                else:
                    self.keep(node.value)
                if node.key is not None:
                    self.keep(node.key)
            case ast.Local():
                self.local(node)
            case ast.Assign():
                self.assign(node)
            case ast.FunctionStat():
                self.target(node.target)
            case ast.GenericFor():
                self.loop(node)
            case ast.TypeDef() | ast.Interface():
                self.survey.changed.add(node.name)  # a declared type is a global
            case ast.Return():
                for value in node.values:
                    self.keep(value)
            case _:
                pass

    def keep(self, expr: ast.Expr) -> None:
        """An expression's value goes somewhere that is not followed."""
        match expr:
            case ast.Paren():
                self.keep(expr.inner)
                return
            case ast.Binary(op="and"):
                self.keep(expr.right)
                return
            case ast.Binary(op="or"):
                self.keep(expr.left)
                self.keep(expr.right)
                return
        meaning = self.meanings.of(expr)
        if meaning is not None:
            self.keep_meaning(meaning)
        elif isinstance(expr, ast.Index) and self.is_computed_global(expr):
            raise _Open("takes a global by a computed name")
        elif isinstance(expr, ast.Index) and self.is_searchers(expr):
            raise _Open("hands `package.searchers` on as a value")
        elif isinstance(expr, ast.Call):
            self.keep_result(expr)

    def keep_meaning(self, meaning: Meaning) -> None:
        kind, name = meaning
        if kind != "function":
            raise _Open(f"hands `{name}` on as a value")
        if name in _LOADS or name in _PEEKS:
            raise _Open(f"hands `{name}` on as a value")
        if name in ("getmetatable", "debug.getmetatable"):
            self.survey.touches_strings = True
        if name == "debug.getinfo":
            self.survey.asks_for_functions = True

    def keep_result(self, call: ast.Call) -> None:
        """The value of a call is kept: some functions return what they are given, or a part of it."""
        meaning = self.meanings.of(call.func)
        first = self.meanings.of(call.args[0]) if call.args else None
        if meaning is None or first is None or first[0] == "function":
            return
        if meaning[1] in ("setmetatable", "rawset"):
            self.keep_meaning(first)
        elif meaning[1] == "rawget":
            key = call.args[1] if len(call.args) > 1 else None
            if not isinstance(key, ast.String):
                raise _Open("takes a global by a computed name")
            found = self.meanings.member(first, key.value)
            if found is not None:
                self.keep_meaning(found)

    def inherit(self, value: ast.Expr) -> None:
        """``__index = value``: reads go there, writes do not, unless somebody asks the metatable for it."""
        meaning = self.meanings.of(value)
        if meaning is not None and meaning[0] == "library" and meaning[1] in _PLAIN_LIBRARIES:
            self.survey.inherits = True
        else:
            self.keep(value)

    # Fields

    def is_computed_global(self, expr: ast.Index) -> bool:
        """Whether an expression reads the globals or the loaded modules by a key that is not written in the source."""
        base = self.meanings.of(expr.obj)
        return base is not None and base[0] in ("globals", "loaded") and not isinstance(expr.key, ast.String)

    def is_searchers(self, expr: ast.Index) -> bool:
        return (
            isinstance(expr.key, ast.String)
            and expr.key.value == "searchers"
            and self.meanings.of(expr.obj) == ("library", "package")
        )

    def read(self, node: ast.Index) -> None:
        survey = self.survey
        base = self.meanings.of(node.obj)
        if isinstance(node.key, ast.String):
            survey.fields_read.add(node.key.value)
        else:
            self.keep(node.key)
            if base is not None and base[0] == "library" and base[1] not in _PLAIN_LIBRARIES:
                raise _Open(f"reads `{base[1]}` by a computed name")
        if base == _GLOBALS and not (isinstance(node.key, ast.String) and self.meanings.is_own_environment(node.obj)):
            survey.knows_globals = False
        if base is None and isinstance(node.obj, (ast.Paren, ast.Call)):
            self.keep_part(node.obj)

    def keep_part(self, expr: ast.Expr) -> None:
        """A field of an expression's value is read: of ``(debug or x)`` or ``setmetatable(_G, m)``."""
        match expr:
            case ast.Paren(inner=ast.Binary(op="and" | "or")) | ast.Call():
                self.keep(expr)

    def target(self, target: ast.Name | ast.Index) -> None:
        if isinstance(target, ast.Name):
            return
        base = self.meanings.of(target.obj)
        if base is not None:
            self.write(base, target.key)
            return
        self.keep(target.obj)
        if self.is_metatable(target.obj):
            self.survey.touches_strings = True

    def write(self, base: Meaning, key: ast.Expr | None) -> None:
        """Note a write to the globals or a library."""
        kind, name = base
        if kind == "function":
            return
        if not isinstance(key, ast.String):
            if kind != "loaded":
                raise _Open(f"writes to `{name}` under computed names")
            return
        if kind == "loaded":
            if key.value in LIBRARIES or key.value == "_G":
                raise _Open(f"replaces `package.loaded.{key.value}`")
            return
        full = key.value if kind == "globals" else f"{name}.{key.value}"
        if full in ("_G", "package.searchers", "package.loaded", "package.preload"):
            raise _Open(f"assigns `{full}`")
        if self.meanings.member(base, key.value) is not None:
            self.survey.changed.add(full)
        elif kind == "library":
            self.survey.added.add(full)

    def is_metatable(self, expr: ast.Expr) -> bool:
        """Whether an expression is what ``getmetatable`` gave, for a string perhaps."""
        match expr:
            case ast.Paren():
                return self.is_metatable(expr.inner)
            case ast.Name():
                variable = self.scopes.variable_of.get(expr)
                return variable is not None and variable.value is not None and self.is_metatable(variable.value)
            case ast.Call():
                meaning = self.meanings.of(expr.func)
                return meaning in (("function", "getmetatable"), ("function", "debug.getmetatable"))
        return False

    # Calls

    def call(self, node: ast.Call) -> None:
        meaning = self.meanings.of(node.func)
        if meaning is None:
            self.keep(node.func)
        name = meaning[1] if meaning is not None and meaning[0] == "function" else ""
        args = node.args
        if name == "require":
            self.require(args)
        elif name in _LOADS or name in _PEEKS:
            raise _Open(f"calls `{name}`")
        elif name in ("pcall", "xpcall") and args and self.meanings.of(args[0]) is not None:
            # As if it was called here; what stands for a function has no effect of its own.
            behind = 1 if name == "pcall" else 2
            for arg in args[1:behind]:
                self.keep(arg)
            self.call(ast.Call(node.span, args[0], args[behind:], node.paren))
        else:
            self.arguments(name, args)

    def arguments(self, name: str, args: list[ast.Expr]) -> None:
        """Look at the arguments of a call that does not load anything."""
        first = self.meanings.of(args[0]) if args else None
        if name == "debug.getinfo":
            self.survey.asks_for_functions = True
        if name in ("getmetatable", "debug.getmetatable") and args and isinstance(args[0], ast.String):
            self.survey.touches_strings = True
        if first == _GLOBALS:
            self.survey.knows_globals = False
        kept = args
        if name in _INSPECTS:
            kept = [arg for arg in args if self.meanings.of(arg) is None]
        elif first is not None and first[0] != "function":
            if name in ("pairs", "setmetatable", "rawget", "rawset"):
                kept = args[1:]
            if name == "rawset":
                self.write(first, args[1] if len(args) > 1 else None)
        for arg in kept:
            self.keep(arg)

    def require(self, args: list[ast.Expr]) -> None:
        match args:
            case [ast.String(value=name), *_]:
                self.requirements.names[name] = None
            case _:
                raise _Open("requires a module by a computed name")

    # Statements

    def local(self, node: ast.Local) -> None:
        variables = self.scopes.declared[node]
        for variable, value in zip(variables, node.values):
            if self.meanings.of_variable(variable) is not None:
                continue  # its uses are uses of what it stands for
            if isinstance(value, ast.Index) and self.is_computed_global(value):
                self.looked_at(variable)
            else:
                self.keep(value)

    def assign(self, node: ast.Assign) -> None:
        for i, target in enumerate(node.targets):
            value = node.values[i] if i < len(node.values) else None
            meaning = self.meanings.of(target)
            if meaning is not None and value is not None and meaning == self.meanings.of(value):
                continue  # `string = string`
            self.target(target)
            if isinstance(target, ast.Index) and isinstance(target.key, ast.String):
                if target.key.value == "path" and self.meanings.of(target.obj) == ("library", "package"):
                    self.requirements.paths.append(ast.Nil(target.span) if value is None else value)
                if target.key.value == "__index" and value is not None:
                    self.inherit(value)
                    continue
            if value is not None:
                self.keep(value)
        for value in node.values[len(node.targets) :]:
            self.keep(value)

    def loop(self, node: ast.GenericFor) -> None:
        match node.values:
            case [ast.Call(func=func, args=[over])] if self.meanings.of(func) == ("function", "pairs"):
                meaning = self.meanings.of(over)
                variables = self.scopes.declared[node]
                if meaning is not None and meaning[1] not in _PLAIN_LIBRARIES and len(variables) > 1:
                    self.looked_at(variables[1])
                return
        for value in node.values:
            self.keep(value)

    def looked_at(self, variable: Variable) -> None:
        """A variable may hold a library or any function: it must be looked at only."""
        harmless = set(self.harmless(variable))
        if variable.assigned or any(name not in harmless for name in variable.reads):
            raise _Open("takes a global by a computed name")

    def harmless(self, variable: Variable) -> Iterator[ast.Name]:
        """Yield the reads of a variable that do nothing to its value."""
        for node in walk(self.chunk):
            parts: list[ast.Expr] = []
            match node:
                case ast.Binary(op="and"):
                    parts = [node.left]
                case ast.Binary() if node.op != "or":
                    parts = [node.left, node.right]
                case ast.Unary():
                    parts = [node.operand]
                case ast.If():
                    parts = [cond for cond, _ in node.branches]
                case ast.Call():
                    meaning = self.meanings.of(node.func)
                    if meaning is not None and meaning[1] in _INSPECTS:
                        parts = node.args
                case _:
                    pass
            for part in parts:
                if isinstance(part, ast.Name) and self.scopes.variable_of.get(part) is variable:
                    yield part


def fold_path(expr: ast.Expr, current: str, meanings: Meanings) -> str | None:
    """Return the text of an expression of literals and ``package.path``, ``None`` where it is more."""
    match expr:
        case ast.String():
            return expr.value
        case ast.Paren():
            return fold_path(expr.inner, current, meanings)
        case ast.Binary(op=".."):
            left, right = fold_path(expr.left, current, meanings), fold_path(expr.right, current, meanings)
            return None if left is None or right is None else left + right
        case ast.Index(key=ast.String(value="path")) if meanings.of(expr.obj) == ("library", "package"):
            return current
    return None
