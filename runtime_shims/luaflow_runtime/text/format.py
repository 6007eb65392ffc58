"""``string.format``.

A format is parsed once into literal text and directives; a malformed directive raises when it is reached, after the
arguments before it were checked, as in Lua.

Source: Lua 5.4 manual, 6.4, ``string.format``; ``lstrlib.c`` (``str_format``, ``checkformat``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import copysign, inf, isinf, isnan
from typing import Any

from luaflow_runtime.text.arguments import check_integer, check_number
from luaflow_runtime.text.numbers import MIN_INTEGER
from luaflow_runtime.text.strings import byte_length, canonical, from_bytes, join, to_bytes
from luaflow_runtime.values.display import identity, tostring
from luaflow_runtime.values.errors import argument_error, runtime_error

_MODIFIERS = re.compile(r"[-+ #0.1-9]*")
_FLAGS = {
    **dict.fromkeys("aAeEfgG", "-+ #0"),
    **dict.fromkeys("di", "-+ 0"),
    **dict.fromkeys("oxX", "-#0"),
    "u": "-0",
    **dict.fromkeys("cps", "-"),
}
_MAX_FORMAT = 32
_LONG_STRING = 100
"""Strings of this length are not cut or filled unless there is a precision (``str_format``)."""


@dataclass(frozen=True, slots=True)
class _Directive:
    """``%`` with flags, width, precision and conversion; ``invalid`` is the error of a malformed one, else empty.

    ``write`` formats an argument, given the directive, the argument and its number. ``precision`` is -1 when there is none.
    """

    write: Callable[[_Directive, Any, int], str]

    conversion: str
    plain: bool
    flags: str = ""
    width: int = 0
    precision: int = -1
    python: str = ""
    invalid: str = ""


def _parse_directive(modifiers: str, conversion: str) -> _Directive:
    text = f"%{modifiers}{from_bytes(to_bytes(conversion)[:1])}"
    if len(modifiers) + 1 >= _MAX_FORMAT - 10:
        # Lua reads no further than this, and complains before it looks at the argument's type.
        return _malformed("invalid format (too long)")
    if conversion == "q" and modifiers:
        return _malformed("specifier '%q' cannot have modifiers")
    write = _WRITERS.get(conversion)
    if write is None:
        # C strings end at a zero byte, in messages too.
        return _malformed(f"invalid conversion '{text.partition(chr(0))[0]}' to 'format'")
    if not modifiers:
        return _Directive(write, conversion, True, python=text)
    has_precision = conversion not in "cp"
    precision = r"(?:\.([0-9]{0,2}))?" if has_precision else "()"
    match = re.fullmatch(f"([{_FLAGS[conversion]}]*)((?:[1-9][0-9]?)?){precision}", modifiers)
    if match is None:
        invalid = f"invalid conversion specification: '{text}'"
        return _Directive(write, conversion, False, python=text, invalid=invalid)
    flags, width, digits = match.groups()
    return _Directive(
        write,
        conversion,
        False,
        flags,
        int(width or "0"),
        int(digits or "0") if has_precision and digits is not None else -1,
        python=text,
    )


def _malformed(message: str) -> _Directive:
    return _Directive(_refuse, "", False, invalid=message)


class Format:
    """A parsed format.

    Attributes:
        pieces: Literal text and directives.
        count: How many arguments it takes.
        python: The same for Python's ``%`` operator.
        numbers: Indexes of the arguments of floating directives, which Python formats as C does if they are finite.
        unsigned: Indexes of the arguments of unsigned directives, which Python formats as C does if they are not negative.
        measures: Whether a string is filled to a width, which Lua does by bytes and not for one with zeros.
        known: For the argument types it was used with, whether Python's operator gives what Lua's function gives.
        simple: Whether it does so without a look at the values.
    """

    __slots__ = ("count", "directives", "known", "measures", "numbers", "pieces", "python", "simple", "unsigned")

    def __init__(self, pieces: tuple[str | _Directive, ...]) -> None:
        self.pieces = pieces
        self.directives = [piece for piece in pieces if isinstance(piece, _Directive)]
        self.count = len(self.directives)
        self.python = "".join(
            piece.replace("%", "%%") if isinstance(piece, str) else piece.python.replace("%i", "%d") for piece in pieces
        )
        self.numbers = [at for at, directive in enumerate(self.directives) if directive.conversion in _FLOATING]
        self.measures = any(not directive.plain and directive.conversion == "s" for directive in self.directives)
        self.unsigned = [at for at, directive in enumerate(self.directives) if directive.conversion in _UNSIGNED]
        self.simple = not self.numbers and not self.unsigned and not self.measures
        self.known: dict[tuple[type, ...], bool] = {}

    def is_native(self, types: tuple[type, ...]) -> bool:
        """Tell whether Python's operator formats arguments of these types as Lua does."""
        native = len(types) == self.count and all(map(_is_native, self.directives, types))
        if len(self.known) < _MAX_KNOWN:
            self.known[types] = native
        return native


_FLOATING = frozenset("eEfgG")
_UNSIGNED = frozenset("oxX")
_MAX_KNOWN = 64


def _is_native(directive: _Directive, kind: type) -> bool:
    if directive.invalid:
        return False
    conversion = directive.conversion
    if conversion in _FLOATING:
        return kind is float or kind is int
    if conversion in "dioxX" and "#" not in directive.flags:
        # C ignores the flag 0 beside a precision, and writes no digit of 0 for the precision 0.
        return kind is int and directive.precision != 0 and not ("0" in directive.flags and directive.precision > 0)
    # What a precision cuts off must be looked at first.
    return conversion == "s" and directive.precision < 0 and (kind is str or kind is int)


@lru_cache(maxsize=512)
def parse_format(form: str) -> Format:
    """Parse a format."""
    pieces: list[str | _Directive] = []
    literal = ""
    rest = form
    while True:
        before, percent, rest = rest.partition("%")
        literal += before
        if percent and rest[:1] == "%":
            literal += "%"
            rest = rest[1:]
            continue
        if literal:
            pieces.append(literal)
        if not percent:
            return Format(tuple(pieces))
        literal = ""
        modifiers = _MODIFIERS.match(rest)
        assert modifiers is not None
        end = modifiers.end()
        pieces.append(_parse_directive(modifiers[0], rest[end : end + 1]))
        rest = rest[end + 1 :]


def _tests(at: int, directive: _Directive) -> list[str] | None:
    """Return when Python formats argument ``at`` as Lua does, as Python; ``None`` for never."""
    name = f"a{at}"
    conversion = directive.conversion
    if conversion in _FLOATING and _is_native(directive, float):
        return [f"({name}.__class__ is float or {name}.__class__ is int)", f"{name} - {name} == 0"]
    if _is_native(directive, int) and conversion != "s":
        return [f"{name}.__class__ is int", *([f"{name} >= 0"] if conversion in _UNSIGNED else [])]
    if _is_native(directive, str):
        return [f"({name}.__class__ is str or {name}.__class__ is int)"]
    return None


def formatter(form: str) -> Callable[..., str]:
    """Return ``string.format`` for one format, as a function of the other arguments."""
    parsed = parse_format(form)
    tests = [_tests(at, directive) for at, directive in enumerate(parsed.directives)]

    def exact(*args: Any) -> str:
        from luaflow_runtime.lib.string import format as string_format

        return string_format(form, *args)

    exact.__dict__["stands_for_"] = "string.format"
    if any(test is None for test in tests) or not tests or len(tests) > _MOST_TESTED:
        return exact
    strings = any(directive.conversion == "s" for directive in parsed.directives)
    params = ", ".join(f"a{at}" for at in range(len(tests)))
    conditions = " and ".join(condition for test in tests for condition in test or ())
    lines = [
        "def bind(form, exact):",
        f"    def formatted({params}):",
        f"        if {conditions}:",
        f"            text = form % ({params},)",
    ]
    if strings:
        lines += [f"            if text.isascii(){' and chr(0) not in text' if parsed.measures else ''}:"]
    lines += [
        f"            {'    ' if strings else ''}return text",
        f"        return exact({params})",
        "    return formatted",
    ]
    space: dict[str, Any] = {"__name__": __name__}
    exec("\n".join(lines), space)  # made of the texts above alone
    made: Callable[..., str] = space["bind"](parsed.python, exact)
    made.__dict__["stands_for_"] = "string.format"
    return made


_MOST_TESTED = 30


def lua_format(parsed: Format, args: tuple[Any, ...]) -> str:
    """Format ``args``, of which surplus ones are ignored, as a format says."""
    types = (*map(type, args),)
    native = parsed.known.get(types)
    if native is None:
        native = parsed.is_native(types)
    if native:
        for at in parsed.unsigned:
            if args[at] < 0:
                native = False
        for at in parsed.numbers:
            if args[at] - args[at] != 0:
                native = False  # an infinity or a NaN
        if native:
            text = parsed.python % args
            if text.isascii():
                if not parsed.measures or "\0" not in text:
                    return text
            elif not parsed.measures:
                return canonical(text)
    return _by_pieces(parsed.pieces, args)


def _by_pieces(pieces: tuple[str | _Directive, ...], args: tuple[Any, ...]) -> str:
    parts: list[str] = []
    n = 1
    count = len(args)
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
            continue
        n += 1
        if n > count + 1:
            raise argument_error(n, "format", "no value")
        parts.append(piece.write(piece, args[n - 2], n))
    return join(parts)


def _valid(directive: _Directive) -> _Directive:
    """Return the directive; raises its error when it is malformed."""
    if directive.invalid:
        raise runtime_error(directive.invalid)
    return directive


def _refuse(directive: _Directive, value: Any, n: int) -> str:
    raise runtime_error(directive.invalid)


def _pad(directive: _Directive, text: str) -> str:
    missing = directive.width - byte_length(text)
    if missing <= 0:
        return text
    return text + " " * missing if "-" in directive.flags else " " * missing + text


def _character(directive: _Directive, value: Any, n: int) -> str:
    _valid(directive)
    return _pad(directive, from_bytes(bytes([check_integer(value, n, "format") & 0xFF])))


def _pointer(directive: _Directive, value: Any, n: int) -> str:
    _valid(directive)
    has_identity = value is not None and value.__class__ not in (bool, int, float)
    return _pad(directive, identity(value).rpartition(" ")[2] if has_identity else "(null)")


def _string(directive: _Directive, value: Any, n: int) -> str:
    text = value if value.__class__ is str else tostring(value)
    if directive.plain:
        return text
    if "\0" in text:
        raise argument_error(n, "format", "string contains zeros")
    _valid(directive)
    if directive.precision < 0:
        return text if byte_length(text) >= _LONG_STRING else _pad(directive, text)
    return _pad(directive, from_bytes(to_bytes(text)[: directive.precision]))


def _integer(directive: _Directive, value: Any, argument: int) -> str:
    n = value if value.__class__ is int else check_integer(value, argument, "format")
    conversion = directive.conversion
    if directive.plain and conversion in "di":
        return str(n)
    _valid(directive)
    flags, precision = directive.flags, directive.precision
    sign = ""
    if conversion in "di":
        digits = str(abs(n))
        sign = "-" if n < 0 else "+" if "+" in flags else " " if " " in flags else ""
    else:
        digits = f"{n & 0xFFFFFFFFFFFFFFFF:{'d' if conversion == 'u' else conversion}}"
        if "#" in flags and n != 0 and conversion in "xX":
            sign = "0" + conversion
    if precision == 0 and n == 0:
        digits = ""
    digits = digits.rjust(precision, "0")
    if "#" in flags and conversion == "o" and not digits.startswith("0"):
        digits = "0" + digits
    if "0" in flags and "-" not in flags and precision < 0:
        digits = digits.rjust(directive.width - len(sign), "0")
    return _pad(directive, sign + digits)


def _float(directive: _Directive, value: Any, argument: int) -> str:
    n = value if value.__class__ is float else float(check_number(value, argument, "format"))
    _valid(directive)
    conversion, flags = directive.conversion, directive.flags
    if isinf(n) or isnan(n):
        text = "inf" if isinf(n) else "nan"
        sign = "-" if copysign(1.0, n) < 0 else "+" if "+" in flags else " " if " " in flags else ""
        return _pad(directive, sign + (text if conversion.islower() else text.upper()))
    if conversion in "aA":
        text = _hex_float(directive, n)
        return text if conversion == "a" else text.upper()
    return directive.python % n


def _hex_float(directive: _Directive, n: float) -> str:
    """Format ``%a`` as the C library does: one digit before the point, no trailing zeros unless asked for."""
    flags, precision = directive.flags, directive.precision
    mantissa, _, exponent = abs(n).hex()[2:].partition("p")
    whole, _, fraction = mantissa.partition(".")
    if precision < 0:
        fraction = fraction.rstrip("0")
    elif precision < len(fraction):
        # Round half to even over the digits that are dropped.
        dropped = 4 * (len(fraction) - precision)
        kept, rest = divmod(int(whole + fraction, 16), 1 << dropped)
        half = 1 << (dropped - 1)
        kept += rest > half or (rest == half and kept & 1)
        digits = f"{kept:x}".rjust(precision + 1, "0")
        whole, fraction = digits[: len(digits) - precision], digits[len(digits) - precision :]
    else:
        fraction = fraction.ljust(precision, "0")
    point = "." if fraction or "#" in flags else ""
    sign = "-" if copysign(1.0, n) < 0 else "+" if "+" in flags else " " if " " in flags else ""
    body = f"{whole}{point}{fraction}p{exponent}"
    prefix = sign + "0x"
    if "0" in flags and "-" not in flags:
        body = body.rjust(directive.width - len(prefix), "0")
    return _pad(directive, prefix + body)


_QUOTED = re.compile(r'(["\\\n])|([\x00-\x1f\x7f])([0-9]?)')


def _quote_character(match: re.Match[str]) -> str:
    if match[1]:
        return "\\" + match[1]
    code = ord(match[2])
    return f"\\{code:03d}{match[3]}" if match[3] else f"\\{code}"


def _quote(directive: _Directive, value: Any, n: int) -> str:
    """Return a Lua literal of a string, number, boolean or nil."""
    if value.__class__ is str:
        return '"' + _QUOTED.sub(_quote_character, value) + '"'
    if value is None:
        return "nil"
    if value.__class__ is bool:
        return "true" if value else "false"
    if value.__class__ is int:
        return f"0x{MIN_INTEGER & 0xFFFFFFFFFFFFFFFF:x}" if value == MIN_INTEGER else str(value)
    if value.__class__ is float:
        if value == inf:
            return "1e9999"
        if value == -inf:
            return "-1e9999"
        if isnan(value):
            return "(0/0)"
        return _hex_float(directive, value)
    raise argument_error(n, "format", "value has no literal form")


_WRITERS: dict[str, Callable[[_Directive, Any, int], str]] = {
    **dict.fromkeys("diuoxX", _integer),
    **dict.fromkeys("aAeEfgG", _float),
    "c": _character,
    "p": _pointer,
    "q": _quote,
    "s": _string,
}
