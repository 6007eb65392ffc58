"""Values of ``${env:...}`` placeholders, resolved when a worker or client starts.

A name stands for an ``env.variable`` entry, by its public name or entry id; a variable of the operating system is seen
only through such an entry with an ``env.storage.os`` storage. Source: reference/entries.md 1.1 and 1.11.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from luaflow_runtime.entry import Registry

_PLACEHOLDER = re.compile(
    r"\$\$\{|\$\{env:(?P<name>[^}|]*)(?P<has>\|)?(?P<default>[^}]*)\}|\$\{(?P<short>[A-Z][A-Z0-9_]*)\|(?P<short_default>[^}]*)\}"
)
_INTEGER = re.compile(r"[+-]?[0-9]+\Z")
_FLOAT = re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")


class PlaceholderError(ValueError):
    """A placeholder without a value, or with one of the wrong type."""


class Environment:
    """The variables that a registry declares, read through their storages.

    Args:
        registry: Entries of the package.
        environ: What ``env.storage.os`` reads; the process environment if not given.
    """

    def __init__(self, registry: Registry, environ: Mapping[str, str] | None = None) -> None:
        self._variables = registry.env
        self._storages = registry.env_storages
        self._environ = os.environ if environ is None else environ

    def get(self, name: str) -> str | None:
        """Return a variable's value, its own default when no storage has it, ``None`` when it is not declared or has neither."""
        variable = self._variables.get(name)
        if variable is None:
            return None
        key = str(variable.get("variable") or name)
        storage = variable.get("storage")
        value = self._read(str(storage), key, ()) if storage else None
        if value is None and variable.get("default") is not None:
            value = _text(variable["default"])
        return value

    def declares(self, name: str) -> bool:
        """Tell whether an ``env.variable`` has this public name or id."""
        return name in self._variables

    def companion(self, name: str) -> str:
        """Return the value that a field such as ``api_key_env: NAME`` points to.

        These older fields name a declared variable or, for want of one, a variable of the operating system.

        Raises:
            PlaceholderError: It has no value.
        """
        value = self.get(name)
        if value is None:
            value = self._environ.get(name)
        if value is None:
            raise PlaceholderError(f"environment variable {name!r} is not set")
        return value

    def _read(self, storage_id: str, key: str, seen: tuple[str, ...]) -> str | None:
        storage = self._storages.get(storage_id)
        if storage is None or storage_id in seen:
            return None
        match str(storage.get("kind", "")).removeprefix("env.storage."):
            case "os":
                return self._environ.get(key)
            case "static":
                values = storage.get("values")
                value = values.get(key) if isinstance(values, Mapping) else None
                return None if value is None else _text(value)
            case "file":
                return _dotenv(Path(str(storage.get("file_path", "")))).get(key)
            case "router":
                for part in storage.get("storages") or ():
                    value = self._read(str(part), key, (*seen, storage_id))
                    if value is not None:
                        return value
        return None

    def resolve(self, value: Any) -> Any:
        """Return ``value`` with every placeholder in its strings replaced, in lists and maps too.

        A string that is one placeholder takes a typed value: a default that reads as a boolean, integer or float selects
        that type. Other strings stay strings. ``$${`` is a literal ``${``.

        Raises:
            PlaceholderError: A placeholder has neither value nor default.
        """
        if isinstance(value, str):
            return self._resolve_text(value)
        if isinstance(value, Mapping):
            return {key: self.resolve(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.resolve(item) for item in value]
        return value

    def _resolve_text(self, text: str) -> Any:
        if "${" not in text:
            return text
        whole = _PLACEHOLDER.fullmatch(text)
        if whole is not None and not text.startswith("$$"):
            return self._value(whole)
        return _PLACEHOLDER.sub(lambda found: "${" if found[0] == "$${" else _text(self._value(found)), text)

    def _value(self, found: re.Match[str]) -> Any:
        short = found["short"]
        name = found["name"] if short is None else short
        default = found["short_default"] if short is not None else found["default"] if found["has"] else None
        value = self.get(name)
        if value is None:
            if default is None:
                reason = (
                    "has no value and no default" if self.declares(name) else "is not declared by an env.variable entry"
                )
                raise PlaceholderError(f"{found[0]}: {name!r} {reason}")
            return _typed(default)
        wanted = str if default is None else type(_typed(default))
        actual = _typed(value) if wanted is not str else value
        if wanted is float and type(actual) is int:
            return float(actual)
        if type(actual) is not wanted:
            raise PlaceholderError(f"{found[0]}: {value!r} is not of the default's type {wanted.__name__}")
        return actual


def _typed(text: str) -> bool | int | float | str:
    """Read a default as YAML would: boolean, integer, float, else text."""
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text


def _text(value: object) -> str:
    """Write a typed value as YAML would."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _dotenv(path: Path) -> dict[str, str]:
    """Read ``KEY=value`` lines; a missing file is empty (``auto_create`` makes it on the first write)."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    values: dict[str, str] = {}
    for line in lines:
        stripped = line.strip().removeprefix("export ")
        if not stripped or stripped.startswith("#") or "=" not in stripped:
            continue
        key, _, value = stripped.partition("=")
        value = value.strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        values[key.strip()] = value
    return values
