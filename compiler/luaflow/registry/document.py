"""YAML and JSON texts as values that know where they stand.

YAML is read by the 1.2 core schema: ``on``, ``yes`` and ``1:30`` are strings. JSON goes through the same reader after
the standard library has checked it, so that both have positions.

Source: YAML 1.2.2, section 10.3; https://yaml.org/spec/1.2.2/#103-core-schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from luaflow.source import Source

Span: TypeAlias = tuple[int, int]
Scalar: TypeAlias = str | int | float | bool | None

MAX_ITEMS = 300_000
"""Values in one file after its aliases are expanded; beyond it the file is an alias bomb."""

MAX_DEPTH = 200
"""Nested collections; deeper files exhaust Python's stack."""


_TOO_DEEP = re.compile(rf"(?:[\[{{]\s*|-[ \t]+){{{MAX_DEPTH * 5}}}")


_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class DocumentError(Exception):
    """The text is no document: ``message`` and the ``span`` it concerns."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A value and its place.

    Attributes:
        value: A scalar, items of a list, or items of a map by key, both in file order.
        source: The file.
        span: Characters of the value.
        key_span: Characters of the key it stands under, ``None`` in lists and at the top.
        block: Whether it is a block scalar (``|`` or ``>``), whose text starts on the following line.
    """

    value: Scalar | tuple[Item, ...] | Mapping[str, Item]
    source: Source
    span: Span
    key_span: Span | None = None
    block: bool = False

    @property
    def place(self) -> Span:
        """What a message about this value points at: its key where it has one."""
        return self.key_span or self.span

    def get(self, key: str) -> Item | None:
        """Return the item under ``key``; ``None`` where it is absent, null, or this is no map."""
        if not isinstance(self.value, Mapping):
            return None
        found = self.value.get(key)
        return None if found is None or found.value is None else found

    def items(self) -> Iterator[tuple[str, Item]]:
        """Yield the pairs of a map; nothing for other values."""
        if isinstance(self.value, Mapping):
            yield from self.value.items()

    def plain(self) -> Any:
        """Return the value as Python dicts, lists and scalars."""
        if isinstance(self.value, Mapping):
            return {key: item.plain() for key, item in self.value.items()}
        if isinstance(self.value, tuple):
            return [item.plain() for item in self.value]
        return self.value

    def kind(self) -> str:
        """Name the type as a message would."""
        match self.value:
            case None:
                return "null"
            case bool():
                return "a boolean"
            case int() | float():
                return "a number"
            case str():
                return "a string"
            case tuple():
                return "a list"
        return "a map"


_RESOLVERS: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
for _tag, _pattern, _first in (
    ("null", r"(?:~|null|Null|NULL|)", ["~", "n", "N", ""]),
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)", list("tTfF")),
    ("int", r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)", list("-+0123456789")),
    (
        "float",
        r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))",
        list("-+.0123456789"),
    ),
    ("merge", r"<<", ["<"]),
):
    for _letter in _first:
        _RESOLVERS.setdefault(_letter, []).append((f"tag:yaml.org,2002:{_tag}", re.compile(f"^{_pattern}$")))


class _PureLoader(yaml.SafeLoader):
    """PyYAML's reader with the scalars of the 1.2 core schema."""

    yaml_implicit_resolvers = _RESOLVERS


_FastBase: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _FastLoader(_FastBase):  # type: ignore[misc]  # the base is chosen at run time
    """The same on libyaml where PyYAML was built with it: ten times as fast."""

    yaml_implicit_resolvers = _RESOLVERS


def read_document(source: Source, *, is_json: bool) -> Item | None:
    """Read one document; ``None`` when the text is empty.

    Raises:
        DocumentError: Where the text does not parse, a key is repeated, or aliases form a cycle.
    """
    text = source.text
    if is_json:
        _check_json(text)
        text = text.replace("\t", " ")  # only white space in valid JSON, and a token that YAML refuses
    _check_depth(text)
    try:
        # libyaml refuses the surrogate pairs by which JSON writes characters beyond the basic plane.
        loader = (_PureLoader if is_json and _SURROGATE.search(text) else _FastLoader)(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = min(_offset(mark, source), len(source.text))
        problem = (error.problem or error.context or "the text is no YAML").strip()
        raise DocumentError(problem, (at, min(at + 1, len(source.text)))) from None
    except yaml.reader.ReaderError as error:
        at = min(int(error.position), len(source.text))
        raise DocumentError(f"{error.reason} (character #x{_code(error.character):04x})", (at, at + 1)) from None
    except RecursionError:
        raise DocumentError(f"collections nest deeper than {MAX_DEPTH} levels", (0, 1)) from None
    if root is None:
        return None
    return _Builder(source, is_json).item(root, None, 0)


def _code(character: int | str | bytes) -> int:
    return character if isinstance(character, int) else ord(character[:1])


def _offset(mark: Any, source: Source) -> int:
    if mark is None:
        return 0
    return int(mark.index)


def _check_json(text: str) -> None:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise DocumentError(error.msg[:1].lower() + error.msg[1:], (error.pos, error.pos + 1)) from None
    except RecursionError:
        raise DocumentError(f"collections nest deeper than {MAX_DEPTH} levels", (0, 1)) from None


def _check_depth(text: str) -> None:
    """Refuse runs of brackets that would overflow the C stack of the reader before it could complain."""
    found = _TOO_DEEP.search(text)
    if found:
        raise DocumentError(f"collections nest deeper than {MAX_DEPTH} levels", (found.start(), found.start() + 1))


class _Builder:
    """Turns the reader's nodes into items."""

    def __init__(self, source: Source, is_json: bool) -> None:
        self._source = source
        self._json = is_json
        self._open: set[int] = set()
        self._count = 0

    def item(self, node: yaml.Node, key_span: Span | None, depth: int) -> Item:
        span = (int(node.start_mark.index), int(node.end_mark.index))
        self._count += 1
        if self._count > MAX_ITEMS:
            raise DocumentError(f"aliases expand to more than {MAX_ITEMS} values", span)
        if depth > MAX_DEPTH:
            raise DocumentError(f"collections nest deeper than {MAX_DEPTH} levels", span)
        if isinstance(node, yaml.ScalarNode):
            return Item(self._scalar(node, span), self._source, span, key_span, node.style in ("|", ">"))
        if id(node) in self._open:
            raise DocumentError("an alias refers to the value it stands in", span)
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                value = tuple(self.item(child, None, depth + 1) for child in node.value)
                return Item(value, self._source, span, key_span)
            assert isinstance(node, yaml.MappingNode)
            return Item(self._mapping(node, depth), self._source, span, key_span)
        finally:
            self._open.discard(id(node))

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Item]:
        own: dict[str, Item] = {}
        merged: dict[str, Item] = {}
        for key_node, value_node in node.value:
            span = (int(key_node.start_mark.index), int(key_node.end_mark.index))
            if not isinstance(key_node, yaml.ScalarNode):
                raise DocumentError("a key must be a scalar", span)
            if key_node.tag == "tag:yaml.org,2002:merge":
                self._merge(value_node, span, merged, depth)
                continue
            key = self._text(key_node)
            if key in own:
                raise DocumentError(f"the key {key!r} is given twice", span)
            own[key] = self.item(value_node, span, depth + 1)
        for key, item in merged.items():
            own.setdefault(key, item)
        return own

    def _merge(self, node: yaml.Node, span: Span, into: dict[str, Item], depth: int) -> None:
        item = self.item(node, span, depth + 1)
        parts = item.value if isinstance(item.value, tuple) else (item,)
        for part in parts:
            if not isinstance(part.value, Mapping):
                raise DocumentError("`<<` merges maps only", span)
            for key, value in part.value.items():
                into.setdefault(key, value)

    def _text(self, node: yaml.ScalarNode) -> str:
        text = str(node.value)
        if self._json and any("\ud800" <= letter <= "\udfff" for letter in text):
            # JSON writes characters beyond the basic plane as two escapes.
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text

    def _scalar(self, node: yaml.ScalarNode, span: Span) -> Scalar:
        text = self._text(node)
        match node.tag:
            case "tag:yaml.org,2002:null":
                return None
            case "tag:yaml.org,2002:bool":
                return text.lower() == "true"
            case "tag:yaml.org,2002:int":
                return _integer(text, span)
            case "tag:yaml.org,2002:float":
                return _float(text, span)
            case "tag:yaml.org,2002:str" | "tag:yaml.org,2002:merge" | "!":
                return text
        raise DocumentError(f"the tag {node.tag} is not known here", span)


def _integer(text: str, span: Span) -> int:
    base = {"0o": 8, "0x": 16}.get(text[:2], 10)
    try:
        return int(text[2:] if base != 10 else text, base)
    except ValueError:
        raise DocumentError(f"{text[:40]!r} is no integer", span) from None


def _float(text: str, span: Span) -> float:
    try:
        return float(text.replace(".inf", "inf").replace(".Inf", "inf").replace(".INF", "inf").lstrip())
    except ValueError:
        if text.lower() == ".nan":
            return float("nan")
        raise DocumentError(f"{text[:40]!r} is no number", span) from None
