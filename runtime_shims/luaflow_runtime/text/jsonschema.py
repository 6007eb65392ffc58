"""Checks JSON values against JSON schemas.

Knows the assertions of draft 7 and 2020-12 that say something about one document: types, enumerations, numbers, strings, arrays,
objects, combinations, conditions and references inside the schema. ``format`` and unknown keywords say nothing. Values are
Python's, as ``json.loads`` makes them.

Source: https://json-schema.org/draft/2020-12/json-schema-validation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

MAX_DEPTH = 128


class SchemaError(Exception):
    """Something that is no JSON schema."""


def validation_error(schema: Any, value: Any) -> str | None:
    """Return the first way in which ``value`` does not fit ``schema``, ``None`` when it fits.

    Raises:
        SchemaError: A keyword has an unusable value, or a reference leads nowhere.
    """
    return next(_Checker(schema).faults(schema, value, "", 0), None)


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def _same(a: Any, b: Any) -> bool:
    """JSON equality: 1 equals 1.0, true does not equal 1."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(item, b[key]) for key, item in a.items())
    return bool(a == b)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _mapping(value: Any, keyword: str) -> dict[str, Any]:
    """Return a keyword's object. An empty Lua table is an array in JSON: it is taken for an empty object."""
    if value == []:
        return {}
    if not isinstance(value, dict):
        raise SchemaError(f"invalid schema: {keyword} must be an object")
    return value


def _sequence(value: Any, keyword: str) -> list[Any]:
    if not isinstance(value, list):
        raise SchemaError(f"invalid schema: {keyword} must be an array")
    return value


def _limit(value: Any, keyword: str) -> float:
    if not _is_number(value):
        raise SchemaError(f"invalid schema: {keyword} must be a number")
    return value  # type: ignore[no-any-return]


def _pattern(text: Any, keyword: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except (re.error, TypeError):
        raise SchemaError(f"invalid schema: {keyword} is no regular expression") from None


_TYPES = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})

_NUMBER_LIMITS: dict[str, tuple[Callable[[float, float], bool], str]] = {
    "minimum": (lambda n, limit: n >= limit, "less than the minimum"),
    "maximum": (lambda n, limit: n <= limit, "greater than the maximum"),
    "exclusiveMinimum": (lambda n, limit: n > limit, "not greater than"),
    "exclusiveMaximum": (lambda n, limit: n < limit, "not less than"),
}
_SIZE_LIMITS: dict[str, tuple[type, bool, str]] = {
    "minLength": (str, True, "characters"),
    "maxLength": (str, False, "characters"),
    "minItems": (list, True, "items"),
    "maxItems": (list, False, "items"),
    "minProperties": (dict, True, "properties"),
    "maxProperties": (dict, False, "properties"),
}


class _Checker:
    def __init__(self, root: Any) -> None:
        self.root = root

    def fits(self, schema: Any, value: Any, path: str, depth: int) -> bool:
        return next(self.faults(schema, value, path, depth), None) is None

    def faults(self, schema: Any, value: Any, path: str, depth: int) -> Iterator[str]:
        """Yield what does not fit; ``path`` leads to the value, ``a.b[0]``."""
        if depth > MAX_DEPTH:
            raise SchemaError("invalid schema: nested too deep")
        if schema is True or schema == []:
            return
        where = f"{path}: " if path else ""
        if schema is False:
            yield f"{where}no value is allowed here"
            return
        if not isinstance(schema, dict):
            raise SchemaError("invalid schema: must be an object or a boolean")
        if "$ref" in schema:
            yield from self.faults(self.referenced(schema["$ref"]), value, path, depth + 1)
        yield from (where + fault for fault in self.plain_faults(schema, value))
        yield from self.combined_faults(schema, value, path, depth + 1)
        if isinstance(value, list):
            yield from self.array_faults(schema, value, path, depth + 1)
        if isinstance(value, dict):
            yield from self.object_faults(schema, value, path, depth + 1)

    def referenced(self, reference: Any) -> Any:
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise SchemaError(f"invalid schema: cannot follow reference {reference!r}")
        found = self.root
        for part in reference[1:].split("/")[1:]:
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            try:
                found = found[int(key)] if isinstance(found, list) else found[key]
            except (KeyError, IndexError, ValueError, TypeError):
                raise SchemaError(f"invalid schema: reference {reference!r} leads nowhere") from None
        return found

    def plain_faults(self, schema: dict[str, Any], value: Any) -> Iterator[str]:
        """Yield the faults of keywords that look at the value alone."""
        kind = _kind(value)
        if "type" in schema:
            wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
            if not all(isinstance(name, str) and name in _TYPES for name in wanted):
                raise SchemaError("invalid schema: unknown type")
            if kind not in wanted and not (kind == "integer" and "number" in wanted):
                yield f"expected {' or '.join(wanted)}, got {kind}"
        if "enum" in schema and not any(_same(value, item) for item in _sequence(schema["enum"], "enum")):
            yield "value is not one of the allowed values"
        if "const" in schema and not _same(value, schema["const"]):
            yield "value is not the expected constant"
        if _is_number(value):
            for keyword, (holds, text) in _NUMBER_LIMITS.items():
                if keyword in schema and not holds(value, _limit(schema[keyword], keyword)):
                    yield f"{value} is {text} {schema[keyword]}"
            if "multipleOf" in schema:
                step = _limit(schema["multipleOf"], "multipleOf")
                if step <= 0:
                    raise SchemaError("invalid schema: multipleOf must be positive")
                if value % step != 0 and abs(value / step - round(value / step)) > 1e-9:
                    yield f"{value} is not a multiple of {step}"
        for keyword, (of, at_least, unit) in _SIZE_LIMITS.items():
            if keyword in schema and isinstance(value, of):
                limit = _limit(schema[keyword], keyword)
                size = len(value)  # type: ignore[arg-type]
                if size < limit if at_least else size > limit:
                    yield f"must have at {'least' if at_least else 'most'} {limit} {unit}, has {size}"
        if "pattern" in schema and isinstance(value, str) and not _pattern(schema["pattern"], "pattern").search(value):
            yield f"does not match pattern {schema['pattern']!r}"

    def combined_faults(self, schema: dict[str, Any], value: Any, path: str, depth: int) -> Iterator[str]:
        where = f"{path}: " if path else ""
        for part in _sequence(schema.get("allOf", []), "allOf"):
            yield from self.faults(part, value, path, depth)
        if "anyOf" in schema and not any(
            self.fits(part, value, path, depth) for part in _sequence(schema["anyOf"], "anyOf")
        ):
            yield f"{where}fits none of the alternatives"
        if "oneOf" in schema:
            count = sum(self.fits(part, value, path, depth) for part in _sequence(schema["oneOf"], "oneOf"))
            if count != 1:
                yield f"{where}fits {count or 'none'} of the alternatives instead of one"
        if "not" in schema and self.fits(schema["not"], value, path, depth):
            yield f"{where}fits what is excluded"
        if "if" in schema:
            branch = "then" if self.fits(schema["if"], value, path, depth) else "else"
            if branch in schema:
                yield from self.faults(schema[branch], value, path, depth)

    def array_faults(self, schema: dict[str, Any], value: list[Any], path: str, depth: int) -> Iterator[str]:
        where = f"{path}: " if path else ""
        items = schema.get("items", True)
        # Before 2020-12 the schemas of the first items stood in an array under `items`.
        first, rest = schema.get("prefixItems", []), items
        if isinstance(items, list) and items:
            first, rest = items, schema.get("additionalItems", True)
        first = _sequence(first, "prefixItems")
        for i, item in enumerate(value):
            yield from self.faults(first[i] if i < len(first) else rest, item, f"{path}[{i}]", depth)
        if "contains" in schema:
            count = sum(self.fits(schema["contains"], item, path, depth) for item in value)
            if count < schema.get("minContains", 1) or count > schema.get("maxContains", len(value)):
                yield f"{where}holds {count} of the required items"
        if schema.get("uniqueItems") is True and any(
            _same(item, other) for i, item in enumerate(value) for other in value[:i]
        ):
            yield f"{where}items are not unique"

    def object_faults(self, schema: dict[str, Any], value: dict[str, Any], path: str, depth: int) -> Iterator[str]:
        where = f"{path}: " if path else ""
        prefix = f"{path}." if path else ""
        for key in _sequence(schema.get("required", []), "required"):
            if key not in value:
                yield f"{where}missing required field '{key}'"
        properties = _mapping(schema.get("properties", {}), "properties")
        patterns = [
            (_pattern(text, "patternProperties"), part)
            for text, part in _mapping(schema.get("patternProperties", {}), "patternProperties").items()
        ]
        for key, item in value.items():
            parts = [part for pattern, part in patterns if pattern.search(key)]
            if key in properties:
                parts.append(properties[key])
            if not parts and "additionalProperties" in schema:
                if schema["additionalProperties"] is False:
                    yield f"{where}field '{key}' is not allowed"
                    continue
                parts.append(schema["additionalProperties"])
            for part in parts:
                yield from self.faults(part, item, f"{prefix}{key}", depth)
            if "propertyNames" in schema:
                yield from self.faults(schema["propertyNames"], key, f"{prefix}{key}", depth)
        for key, others in _mapping(schema.get("dependentRequired", {}), "dependentRequired").items():
            for other in _sequence(others, "dependentRequired") if key in value else ():
                if other not in value:
                    yield f"{where}field '{key}' needs field '{other}'"
        for key, part in _mapping(schema.get("dependentSchemas", {}), "dependentSchemas").items():
            if key in value:
                yield from self.faults(part, value, path, depth)
