"""The one way by which text from the user becomes Python source."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def py_literal(value: Any) -> str:
    """Return a Python expression for plain data.

    The expression is one line without characters that could end a string, a line or a comment: ``repr`` escapes
    quotes, control and format characters (bidirectional marks), surrogates and private-use characters.

    Args:
        value: ``None``, booleans, numbers, strings, and lists, tuples and maps of them.

    Raises:
        TypeError: For anything else.
    """
    match value:
        case None | True | False:
            return repr(value)
        case str():
            return repr(str(value))
        case int():
            return repr(int(value))
        case float():
            if math.isfinite(value):
                return repr(float(value))
            return "float('nan')" if math.isnan(value) else f"float('{'-' if value < 0 else ''}inf')"
        case list():
            return f"[{', '.join(py_literal(item) for item in value)}]"
        case tuple():
            inner = ", ".join(py_literal(item) for item in value)
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        case Mapping():
            return "{" + ", ".join(f"{py_literal(key)}: {py_literal(item)}" for key, item in value.items()) + "}"
    raise TypeError(f"{type(value).__name__} has no literal")
