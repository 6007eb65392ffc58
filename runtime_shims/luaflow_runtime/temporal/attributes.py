"""Search attributes: their types, and Lua values of those types.

The namespace's type decides. A worker reads the types when it starts; without them (another kind of worker, a replay)
the value's own type does. Source: reference/workflow.md 7.1, decision 25.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.common import SearchAttributeKey, SearchAttributePair

from luaflow_runtime.text import jsontext
from luaflow_runtime.values.table import Table, iterate_raw
from luaflow_runtime.values.types import type_name

if TYPE_CHECKING:
    from temporalio.client import Client

TYPE_NAMES: Mapping[int, str] = {
    IndexedValueType.INDEXED_VALUE_TYPE_TEXT: "Text",
    IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD: "Keyword",
    IndexedValueType.INDEXED_VALUE_TYPE_INT: "Int",
    IndexedValueType.INDEXED_VALUE_TYPE_DOUBLE: "Double",
    IndexedValueType.INDEXED_VALUE_TYPE_BOOL: "Bool",
    IndexedValueType.INDEXED_VALUE_TYPE_DATETIME: "Datetime",
    IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST: "KeywordList",
}
TYPE_VALUES: Mapping[str, int] = {name: value for value, name in TYPE_NAMES.items()}

_LONGEST_VALUE = 2048
"""Bytes of a value as JSON: the server ends a run that sets a larger one."""

TYPES_FUNCTION = "luaflow_search_attribute_types"
"""Name of the extern function that gives a workflow the types of a namespace, ``None`` when they are not known."""


async def namespace_attributes(client: Client) -> Mapping[str, str] | None:
    """Return the custom search attributes of a client's namespace by name, ``None`` where the server does not tell."""
    # Not at the top: importing a compiled package must not load the SDK's client.
    from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
    from temporalio.service import RPCError

    try:
        answer = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=client.namespace)
        )
    except RPCError:
        return None
    return {name: TYPE_NAMES[kind] for name, kind in answer.custom_attributes.items() if kind in TYPE_NAMES}


NO_TYPE = ""
"""Type of an attribute that the namespace does not have."""


class AttributeMismatchError(ValueError):
    """A value that the attribute cannot hold; the message names both.

    Attributes:
        name: The attribute, empty where no name was usable.
        kind: Its type in the namespace.
    """

    def __init__(self, message: str, name: str = "", kind: str = NO_TYPE) -> None:
        super().__init__(message)
        self.name = name
        self.kind = kind


def attribute_pairs(values: Table, types: Mapping[str, str] | None) -> list[SearchAttributePair[Any]]:
    """Return typed search attributes of a Lua table.

    Args:
        values: Names to values.
        types: The namespace's types by name, ``None`` when not known.

    Raises:
        AttributeMismatchError: A name or value does not fit.
    """
    pairs: list[SearchAttributePair[Any]] = []
    for name, value in iterate_raw(values):
        if not isinstance(name, str):
            raise AttributeMismatchError(f"search attribute names are strings, not {type_name(name)}")
        kind = _kind(name, value, types)
        pair = _pair(name, kind, value)
        if isinstance(value, str | Table) and len(jsontext.dumps(value)) > _LONGEST_VALUE:
            raise AttributeMismatchError(f"search attribute {name!r} takes {_LONGEST_VALUE} bytes at most", name, kind)
        pairs.append(pair)
    return pairs


def _kind(name: str, value: Any, types: Mapping[str, str] | None) -> str:
    if types is None:
        return _natural_kind(name, value)
    kind = types.get(name)
    if kind is None:
        raise AttributeMismatchError(
            f"the namespace has no search attribute {name!r}; add it with `temporal operator search-attribute create "
            f"--name {name} --type {_natural_kind(name, value)}` and restart the worker",
            name,
        )
    return kind


def _natural_kind(name: str, value: Any) -> str:
    match value:
        case bool():
            return "Bool"
        case str():
            return "Keyword"
        case int():
            return "Int"
        case float():
            return "Int" if value.is_integer() else "Double"
        case Table():
            return "KeywordList"
    raise AttributeMismatchError(f"search attribute {name!r}: unsupported value type {type_name(value)}", name)


def _pair(name: str, kind: str, value: Any) -> SearchAttributePair[Any]:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    match kind:
        case "Keyword" if isinstance(value, str):
            return SearchAttributePair(SearchAttributeKey.for_keyword(name), value)
        case "Text" if isinstance(value, str):
            return SearchAttributePair(SearchAttributeKey.for_text(name), value)
        case "Bool" if isinstance(value, bool):
            return SearchAttributePair(SearchAttributeKey.for_bool(name), value)
        case "Int" if is_number and float(value).is_integer() and -(2**63) <= int(value) < 2**63:
            return SearchAttributePair(SearchAttributeKey.for_int(name), int(value))
        case "Double" if is_number and value - value == 0:
            return SearchAttributePair(SearchAttributeKey.for_float(name), float(value))
        case "Datetime" if isinstance(value, str):
            try:
                moment = datetime.fromisoformat(value)
            except ValueError:
                raise AttributeMismatchError(
                    f"search attribute {name!r} is of type Datetime: {value!r} is no RFC 3339 time", name, kind
                ) from None
            return SearchAttributePair(SearchAttributeKey.for_datetime(name), moment)
        case "KeywordList" if isinstance(value, Table):
            items = [item for _, item in iterate_raw(value)]
            if all(isinstance(item, str) for item in items) and [key for key, _ in iterate_raw(value)] == list(
                range(1, len(items) + 1)
            ):
                return SearchAttributePair(SearchAttributeKey.for_keyword_list(name), items)
            raise AttributeMismatchError(
                f"search attribute {name!r} is of type KeywordList: a list of strings is needed", name, kind
            )
    raise AttributeMismatchError(
        f"search attribute {name!r} is of type {kind}, which {_described(value)} does not fit", name, kind
    )


def _described(value: Any) -> str:
    match value:
        case bool() | int() | float():
            return f"the {type_name(value)} {str(value).lower()}"
        case str():
            return f"the string {value!r}"
    return f"a {type_name(value)}"
