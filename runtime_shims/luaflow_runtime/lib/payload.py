"""Lua's ``payload`` library: values on their way between functions, processes and workflows.

Source: reference/data.md 8.2.
"""

from __future__ import annotations

from typing import Any

from luaflow_runtime.host import CURRENT
from luaflow_runtime.lib.errors import INTERNAL, Error
from luaflow_runtime.lib.library import library
from luaflow_runtime.shim import shim
from luaflow_runtime.text import jsontext
from luaflow_runtime.text.arguments import check_string
from luaflow_runtime.values.display import tostring
from luaflow_runtime.values.metatables import freeze
from luaflow_runtime.values.table import Table
from luaflow_runtime.values.types import ABSENT
from luaflow_runtime.values.userdata import Userdata

JSON = "json/plain"
YAML = "yaml/plain"
STRING = "text/plain"
BYTES = "application/octet-stream"
MSGPACK = "application/msgpack"
LUA = "lua/any"
GOLANG = "golang/any"
ERROR = "golang/error"

_TEXTS = frozenset({STRING, BYTES})
_FORMATS = _TEXTS | {YAML, MSGPACK, LUA, GOLANG, ERROR}


class Payload(Userdata):
    """A value with its format.

    Attributes:
        value_: A Lua value for the formats LUA, GOLANG and ERROR, the encoded text for the others.
        format_: One of ``payload.format``.
    """

    __slots__ = ("format_", "value_")

    def __init__(self, value: Any, format: str | None = None) -> None:
        self.value_ = value
        self.format_ = format or (ERROR if isinstance(value, Error) else LUA)

    def __str__(self) -> str:
        return f"payload{{format={self.format_}}}"

    @shim("Payload:get_format", types="string")
    def get_format(self, *_: Any) -> str:
        """Return the format."""
        return self.format_

    @shim("Payload:data", results=2, types="any, error?")
    def data(self, *_: Any) -> tuple[Any, Any]:
        """Return the value; encoded ones are decoded."""
        return self.unmarshal()

    @shim("Payload:unmarshal", results=2, types="any, error?")
    def unmarshal(self, *_: Any) -> tuple[Any, Any]:
        """Return the Lua value; nil and an error for what cannot be decoded."""
        if self.format_ != JSON:
            if self.format_ in _FORMATS:
                return self.value_, None
            return None, Error(f"unknown payload encoding {self.format_}", INTERNAL, False)
        try:
            return jsontext.loads(self.value_, _table_class()), None
        except jsontext.DecodeError as problem:
            return None, Error(str(problem), INTERNAL, False)

    @shim("Payload:transcode", results=2, types="userdata.Payload?, error?")
    def transcode(self, format: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
        """Return the same value in another format; nil and an error where there is no way."""
        wanted = check_string(format, 1, "transcode")
        if wanted == self.format_:
            return self, None
        value, problem = self.unmarshal()
        if problem is not None:
            return None, problem
        if wanted in (LUA, GOLANG):
            return Payload(value, wanted), None
        if wanted == JSON:
            try:
                return Payload(jsontext.dumps(value), JSON), None
            except jsontext.EncodeError as unsuitable:
                return None, Error(str(unsuitable), INTERNAL, False)
        if wanted in _TEXTS and isinstance(value, str | int | float) and not isinstance(value, bool):
            return Payload(tostring(value), wanted), None
        return None, Error(f"cannot transcode {self.format_} to {wanted}", INTERNAL, False)


def _table_class() -> type[Table]:
    host = CURRENT.get(None)
    return Table if host is None else host.table


@shim("payload.new", types="userdata.Payload")
def new(value: Any = None, *_: Any) -> Payload:
    """Make a payload of a Lua value."""
    return Payload(value)


LIBRARY = library(
    "payload",
    new=new,
    format_=freeze(
        Table(
            JSON=JSON,
            YAML=YAML,
            STRING=STRING,
            BYTES=BYTES,
            MSGPACK=MSGPACK,
            LUA=LUA,
            GOLANG=GOLANG,
            ERROR=ERROR,
        )
    ),
)
