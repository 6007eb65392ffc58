"""The ``json`` module.

Source: reference data 8.1. Keys stand in the order of the table. There is no value for ``null``.
"""

from __future__ import annotations

from typing import Any

from luaflow_runtime import host
from luaflow_runtime.lib.errors import INTERNAL, INVALID, Error, new_error
from luaflow_runtime.lib.library import library
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import as_string
from luaflow_runtime.text.jsonschema import SchemaError, validation_error
from luaflow_runtime.text.jsontext import (
    DecodeError,
    EncodeError,
    dumps_lenient,
    loads_first,
    read_first,
    to_plain,
)
from luaflow_runtime.values.table import Table

Verdict = tuple[bool, Error | None]


def _table_class() -> type[Table]:
    try:
        return host.current().table
    except LookupError:
        return Table


@shim("json.encode", results=2, types="string?,error?")
def encode(value: Any = None, *_: Any) -> tuple[Any, Any]:
    """Return a value as compact JSON; ``nil, err`` for cycles, sparse and mixed tables and deep nesting."""
    try:
        return dumps_lenient(value), None
    except EncodeError as error:
        return None, new_error(str(error), INTERNAL, False)


@shim("json.decode", results=2, types="any,error?")
def decode(text: Any = None, *_: Any) -> tuple[Any, Any]:
    """Return the first value of a JSON text; ``nil, err`` when there is none."""
    source = _text_of(text)
    if source is None:
        return None, new_error("string expected", INVALID, False)
    if not source:
        return None, new_error("empty string", INVALID, False)
    try:
        return loads_first(source, _table_class()), None
    except DecodeError as error:
        return None, new_error(str(error), INTERNAL, False)


def _text_of(value: Any) -> str | None:
    return None if isinstance(value, int | float) else as_string(value)


def _schema(schema: Any) -> Any:
    """Return a schema as plain JSON; raises SchemaError for what is none."""
    try:
        if isinstance(schema, Table):
            return to_plain(schema)
        source = _text_of(schema)
        if source is None:
            raise SchemaError("schema must be a table or a JSON string")
        return read_first(source)
    except (EncodeError, DecodeError) as error:
        raise SchemaError(f"invalid schema: {error}") from None


def _verdict(schema: Any, plain: Any) -> Verdict:
    try:
        fault = validation_error(_schema(schema), plain)
    except SchemaError as error:
        fault = str(error)
    return (True, None) if fault is None else (False, new_error(fault, INVALID, False))


@shim("json.validate", results=2, types="boolean,error?")
def validate(schema: Any = None, value: Any = None, *_: Any) -> Verdict:
    """Check a value against a JSON schema (a table or JSON text); ``false, err`` names what does not fit."""
    try:
        plain = to_plain(value, lenient=True)
    except EncodeError as error:
        return False, new_error(str(error), INVALID, False)
    return _verdict(schema, plain)


@shim("json.validate_string", results=2, types="boolean,error?")
def validate_string(schema: Any = None, text: Any = None, *_: Any) -> Verdict:
    """Check a JSON text against a JSON schema."""
    source = _text_of(text)
    if source is None:
        return False, new_error("string expected", INVALID, False)
    try:
        plain = read_first(source)
    except DecodeError as error:
        return False, new_error(f"invalid JSON: {error}", INVALID, False)
    return _verdict(schema, plain)


LIBRARY = library("json", decode=decode, encode=encode, validate=validate, validate_string=validate_string)
