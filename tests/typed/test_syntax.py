"""Trees, spans and errors of types; words of the type layer as names."""

from __future__ import annotations

import random
from dataclasses import fields
from typing import Any

import pytest
from luaflow.diagnostics import UserError
from luaflow.diagnostics.render import render
from luaflow.syntax import ast
from luaflow.syntax.walk import walk

from .harness import erase, programs, tree


def shown(node: Any) -> Any:
    """Return a node as nested tuples: class, then what it holds, without spans and empty parts."""
    if isinstance(node, list):
        return [shown(item) for item in node]
    if not isinstance(node, ast.Node):
        return node
    parts = [shown(getattr(node, item.name)) for item in fields(node) if not item.name.endswith("span")]
    return (type(node).__name__, *(part for part in parts if part not in (None, False, [], "")))


def type_of(text: str) -> Any:
    """Return the type of ``local x: TEXT``."""
    (local,) = tree(f"\nlocal x: {text}").main.body.body
    assert isinstance(local, ast.Local)
    return shown(local.names[0].type)


STRING = ("TypeName", "string")
A, B, C = (("TypeName", name) for name in "ABC")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nil", ("TypeName", "nil")),
        ("function", ("TypeName", "function")),
        ("'x'", ("TypeLiteral", "x")),
        ("5", ("TypeLiteral", 5)),
        ("true", ("TypeLiteral", True)),
        ("process.Event", ("TypeName", "process.Event")),
        ("A<B, C>", ("TypeName", "A", [B, C])),
        ("A<B<C>>", ("TypeName", "A", [("TypeName", "B", [C])])),
        ("{}", ("RecordType",)),
        ("{A}", ("ArrayType", A)),
        ("A[]", ("ArrayType", A)),
        ("A[][]", ("ArrayType", ("ArrayType", A))),
        ("{[A]: B}", ("MapType", A, B)),
        ("A[B]", ("IndexedType", A, B)),
        ("{a: A, b?: B,}", ("RecordType", [("TypeField", "a", A), ("TypeField", "b", True, B)])),
        ("interface {a: A}", ("InterfaceType", [("TypeField", "a", A)])),
        ("readonly {A}", ("ArrayType", A, True)),
        ("readonly {[A]: B}", ("MapType", A, B, True)),
        ("readonly {is: A}", ("RecordType", [("TypeField", "is", A)], True)),
        ("A?", ("OptionalType", A)),
        ("A??", ("OptionalType", ("OptionalType", A))),
        ("A | B | C", ("UnionType", [A, B, C])),
        ("A | B & C", ("IntersectionType", [("UnionType", [A, B]), C])),
        ("A & B | C", ("UnionType", [("IntersectionType", [A, B]), C])),
        ("A | B?", ("UnionType", [A, ("OptionalType", B)])),
        ("A extends B ? A : C", ("ConditionalType", A, B, A, C)),
        ("A? extends B? ? A : C", ("ConditionalType", ("OptionalType", A), ("OptionalType", B), A, C)),
        ("A extends B ? A : B extends C ? B : C", ("ConditionalType", A, B, A, ("ConditionalType", B, C, B, C))),
        ("() -> ()", ("FunctionType",)),
        ("(A) -> B", ("FunctionType", [("FunctionTypeParam", A)], [B])),
        ("(a: A, B, ...C) -> (A, B)",
         ("FunctionType", [("FunctionTypeParam", "a", A), ("FunctionTypeParam", B)], C, [A, B])),
        ("(A) -> (B) -> C",
         ("FunctionType", [("FunctionTypeParam", A)], [("FunctionType", [("FunctionTypeParam", B)], [C])])),
        ("((A) -> B) -> C",
         ("FunctionType", [("FunctionTypeParam", ("FunctionType", [("FunctionTypeParam", A)], [B]))], [C])),
        ("((A) -> B)?", ("OptionalType", ("FunctionType", [("FunctionTypeParam", A)], [B]))),
        ("((A) -> B)[] | C",
         ("UnionType", [("ArrayType", ("FunctionType", [("FunctionTypeParam", A)], [B])), C])),
        ("(A) -> B | C", ("FunctionType", [("FunctionTypeParam", A)], [("UnionType", [B, C])])),
        ("fun()", ("FunctionType",)),
        ("fun(a: A, ...B): (A, B)", ("FunctionType", [("FunctionTypeParam", "a", A)], B, [A, B])),
        ("fun(): ()", ("FunctionType",)),
        ("keyof(A)", ("KeyofType", A)),
        ("typeof(a.b)", ("TypeofType", ("Index", ("Name", "a"), ("String", "b"), True))),
        ("asserts x is A", ("AssertsType", "x", A)),
        ("asserts x", ("AssertsType", "x")),
        ("A @min(1) @x", ("AnnotatedType", A, [("Annotation", "min", [("Number", 1)]), ("Annotation", "x")])),
        ("{A} @max_len(3)?",
         ("OptionalType", ("AnnotatedType", ("ArrayType", A), [("Annotation", "max_len", [("Number", 3)])]))),
        ("{a: A? @min(1)}",
         ("RecordType", [("TypeField", "a", ("OptionalType", A), [("Annotation", "min", [("Number", 1)])])])),
        ("{a: A} @dropped(1)", ("RecordType", [("TypeField", "a", A)])),
        ("fun | typeof | keyof | interface | readonly | asserts",
         ("UnionType", [("TypeName", word) for word in "fun typeof keyof interface readonly asserts".split()])),
    ],
)  # fmt: skip
def test_types(text: str, expected: Any) -> None:
    assert type_of(text) == expected


def test_declarations() -> None:
    chunk = tree("\ntype Box<T, U: A> = {T}\ninterface I: A, B function m(self, x: A): B function n(y) end")
    assert shown(chunk.main.body.body) == [
        ("TypeDef", "Box", [("TypeParam", "T"), ("TypeParam", "U", A)], ("ArrayType", ("TypeName", "T"))),
        (
            "Interface",
            "I",
            [A, B],
            [
                ("InterfaceMethod", "m", [("Param", "self"), ("Param", "x", A)], [B]),
                ("InterfaceMethod", "n", [("Param", "y")]),
            ],
        ),
    ]


def test_functions_keep_their_types() -> None:
    (stat,) = tree("local function f<T>(a: A, b, ...: B): A, C end").main.body.body
    assert isinstance(stat, ast.LocalFunction)
    func = stat.func
    assert [shown(param.type) for param in func.params] == [A, None]
    assert (shown(func.type_params), shown(func.vararg_type), shown(func.returns)) == ([("TypeParam", "T")], B, [A, C])
    assert shown(tree("return function(): () end").main.body.body[0].values[0].returns) == []  # type: ignore[union-attr]


def test_casts_stand_beside_the_tree() -> None:
    chunk = tree("\nx = -a as A as B ^ b :: C .. c!")
    (assign,) = chunk.main.body.body
    assert isinstance(assign, ast.Assign)
    assert not any(isinstance(node, ast.Cast) for node in walk(chunk))
    text = "\nx = -a as A as B ^ b :: C .. c!"
    assert [
        (cast.op, text[slice(*cast.span)], text[slice(*cast.expr.span)], shown(cast.type)) for cast in chunk.casts
    ] == [
        ("as", "a as A", "a", A),
        ("as", "a as A as B", "a", B),
        ("::", "b :: C", "b", C),
        ("!", "c!", "c", None),
    ]
    written = shown(assign.values[0])
    assert written == (
        "Binary",
        "..",
        ("Unary", "-", ("Binary", "^", ("Name", "a"), ("Name", "b"), 18)),
        ("Name", "c"),
        27,
    )


def test_spans_are_those_of_the_text() -> None:
    text = "\nlocal a: Map<string, {T}>= f(x as A | B)\nfunction g(p: T?): (A, B) return p! end"
    chunk = tree(text)
    assert [text[slice(*span)] for span in chunk.erased] == [": Map<string, {T}>", "as A | B", ": T?", ": (A, B)", "!"]
    local = chunk.main.body.body[0]
    assert isinstance(local, ast.Local)
    type = local.names[0].type
    assert isinstance(type, ast.TypeName)
    assert text[slice(*type.span)] == "Map<string, {T}>"
    assert [text[slice(*arg.span)] for arg in type.args] == ["string", "{T}"]
    assert text[slice(*local.span)] == "local a: Map<string, {T}>= f(x as A | B)"


@pytest.mark.parametrize("path", programs("erased"), ids=lambda path: path.stem)
def test_the_tree_is_that_of_the_erased_text(path: Any) -> None:
    """Types change no node and no position of the plain tree, but for spans that end in a type."""

    def plain(text: str) -> list[tuple[str, int]]:
        skipped = (ast.TypeDef, ast.Interface, ast.Block)
        return [(type(node).__name__, node.span[0]) for node in walk(tree(text)) if not isinstance(node, skipped)]

    text = path.read_text()
    assert plain(text) == plain(erase(text))


WORDS = ["type", "as", "is", "interface", "readonly", "fun", "keyof", "typeof", "asserts", "extends"]


@pytest.mark.parametrize("word", WORDS)
def test_words_are_names(word: str) -> None:
    text = (
        f"local {word} = 1; local function f({word}, ...) {word}.{word} = {word}[{word}] return {word} end "
        f"{word} = {word} + 1 {word}() {word}{{}} {word}'' {word}:{word}({word}) function {word}.{word}() end "
        f"for {word} = 1, 2 do goto {word} ::{word}:: end local t = {{ {word} = {word}, {word}, [{word}] = {word} }} "
        f"local x: {word} = {word} as {word} local y: {{ {word}: {word}, b?: {word} }} type {word} = {word}; "
        f"x = y\n{word} = 2 x = y\n{word}(3) x = y\n{word}.a = 1 x = y\n{word} 'z'"
    )
    assert not tree(text.split(" local x:")[0]).erased
    assert len(tree(text).main.body.body) == 21


def message(text: str) -> tuple[str, str, str, str]:
    with pytest.raises(UserError) as caught:
        tree(text)
    (finding,) = caught.value.diagnostics
    assert finding.source is not None
    assert finding.code == "LF001"
    assert render(finding)
    line, column = finding.source.position(finding.span[0])
    return f"{line}:{column}", text[slice(*finding.span)], finding.message, finding.help


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\nlocal x: = 1", ("2:10", "=", "expected a type near `=`", "")),
        ("\nlocal x: | A", ("2:10", "|", "expected a type near `|`", "a union begins with its first member")),
        ("\nlocal x: -1", ("2:10", "-", "expected a type near `-`", "literal types have no sign")),
        ("\nlocal x: {a: A; b: B}", ("2:15", ";", "expected `,` or `}` near `;`", "commas separate the fields of a type")),
        ("\nlocal x: {\n  a: A\n", ("3:7", "", "expected `}` to close `{` at line 2 near `<eof>`", "")),
        ("\nlocal x: A<B", ("2:13", "", "expected `>` to end the type's arguments near `<eof>`",
         "behind a type `<` begins its arguments; a cast that is compared needs brackets: `(x as T) < y`")),
        ("\nlocal x: (A | B)?", ("2:11", "A", "expected a function type in the brackets near `A`",
         "only function types stand in brackets; give another type a name first: `type Name = ...`")),
        ("\nfunction f(): (A) end", ("2:16", "A", "expected several types in the brackets near `A`",
         "only function types stand in brackets; give another type a name first: `type Name = ...`")),
        ("\nlocal x: A?[]", ("2:12", "[", "unexpected symbol near `[`", "expected a statement or the end of the file")),
        ("\nlocal x: a.b.c", ("2:13", ".", "unexpected symbol near `.`", "expected a statement or the end of the file")),
        ("\nx = a!.b", ("2:7", ".", "unexpected symbol near `.`",
         "a cast binds more loosely than an index or a call: put it in brackets, as in `(x as T).y`")),
        ("\nx = (a as A):m() + a as A:m()", ("2:26", ":", "unexpected symbol near `:`",
         "a cast binds more loosely than an index or a call: put it in brackets, as in `(x as T).y`")),
        ("\nx = v :: {A} :: B", ("2:14", "::", "unexpected symbol near `::`",
         "`::` does not chain: put the first cast in brackets, as in `(v :: any) :: string`")),
        ("\nfor i: integer = 1, 2 do end", ("2:6", ":", "expected `=` or `in` behind the loop's variable near `:`",
         "a loop's variable takes no type")),
        ("\nx: integer = 1", ("2:12", "=", "expected the arguments of a method call near `=`",
         "only locals, parameters and results have types")),
        ("\ntype A B", ("2:8", "B", "expected `=` behind the type's name near `B`", "")),
        ("\ntype A<> = B", ("2:8", ">", "expected a name for the type parameter near `>`", "")),
        ("\ninterface A function f()", ("2:25", "", "expected `end` to close `interface` near `<eof>`", "")),
        ("\ninterface A x: B end", ("2:13", "x", "expected `end` to close `interface` near `x`", "")),
        ("\nlocal x: A extends B", ("2:21", "", "expected `?` behind the condition of a type near `<eof>`", "")),
        ("\nlocal x: A extends B ? C", ("2:25", "", "expected `:` and the type for the other case near `<eof>`", "")),
        ("\nlocal x: {a b}", ("2:13", "b", "expected `}` to close `{` near `b`", "")),
        ("\nlocal x: (a: A, ...B, C) -> D", ("2:21", ",", "expected `)` to close `(` near `,`", "")),
        ("\nlocal x: A @", ("2:13", "", "expected a name for the annotation near `<eof>`", "")),
    ],
)  # fmt: skip
def test_errors_inside_types(text: str, expected: tuple[str, str, str, str]) -> None:
    assert message(text) == expected


def test_what_the_grammar_expects_is_said_behind_types() -> None:
    """luaparser's grammar knows no types: it is asked about the text without them, and not about what stands inside."""
    assert message("\nlocal a: A<B<C>> = 1 type T = {a: B}\nx = {1 as A 2}")[2:] == (
        "expected `}` to close `{` near `2`",
        "expected an operator, `,`, `;` or `}`",
    )
    typed = "\nlocal function f<T>(a: A, b: (B) -> C): D for i = 1 as A, b! d() end end"
    plain = "\nlocal function f   (a   , b          )    for i = 1     , b  d() end end"
    assert message(typed) == message(plain)


def test_texts_with_types_never_crash_the_parser() -> None:
    chance = random.Random(3)
    whole = "\n".join(path.read_text() for path in programs("erased") + programs("values"))
    pieces = [
        "",
        "<",
        ">",
        ">>",
        "->",
        "(",
        ")",
        "{",
        "}",
        "?",
        "!",
        "@",
        "::",
        ":",
        "as ",
        "type ",
        "interface ",
        "|",
        "end",
    ]
    for _ in range(600):
        start = chance.randrange(len(whole))
        text = whole[start : start + chance.randrange(400)]
        for _ in range(3):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(pieces) + text[at + chance.choice((0, 1, 4)) :]
        try:
            tree(text)
        except UserError as error:
            for finding in error.diagnostics:
                render(finding)


def test_deep_types() -> None:
    for text in ("{" * 90 + "A" + "}" * 90, "A<" * 90 + "B" + ">" * 90, "(" * 80 + "(A) -> B" + ")" * 80):
        assert tree(f"local x: {text}").erased
    assert "nested too deeply" in message("local x: " + "{" * 300 + "A" + "}" * 300)[2]
