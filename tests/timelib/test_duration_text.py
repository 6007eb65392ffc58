"""Duration texts as Go's package ``time`` reads and writes them."""

import pytest
from luaflow_runtime.text_duration import format_duration_ns, parse_duration_ns

S = 1_000_000_000


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("0", 0),
        ("5s", 5 * S),
        ("30s", 30 * S),
        ("1478s", 1478 * S),
        ("-5s", -5 * S),
        ("+5s", 5 * S),
        ("-0", 0),
        ("+0", 0),
        ("5.0s", 5 * S),
        ("5.6s", 5_600_000_000),
        ("5.s", 5 * S),
        (".5s", 500_000_000),
        ("1.004s", 1_004_000_000),
        ("100.00100s", 100_001_000_000),
        ("10ns", 10),
        ("11us", 11_000),
        ("12µs", 12_000),
        ("12μs", 12_000),
        ("13ms", 13_000_000),
        ("15m", 15 * 60 * S),
        ("16h", 16 * 3600 * S),
        ("3h30m", 3 * 3600 * S + 30 * 60 * S),
        ("10.5s4m", 4 * 60 * S + 10_500_000_000),
        ("-2m3.4s", -(2 * 60 * S + 3_400_000_000)),
        ("1h2m3s4ms5us6ns", 3723 * S + 4_005_006),
        ("39h9m14.425s", 39 * 3600 * S + 9 * 60 * S + 14_425_000_000),
        ("52763797000ns", 52_763_797_000),
        ("0.3333333333333333333h", 20 * 60 * S),
        ("9223372036854775807ns", (1 << 63) - 1),
        ("-9223372036854775808ns", -(1 << 63)),
        ("0.100000000000000000000h", 360 * S),
        ("0.830103483285477580700h", 49 * 60 * S + 48 * S + 372_539_827),
        ("0000000000000000000000000001s", S),
    ],
)
def test_parses_as_go_does(text: str, nanoseconds: int) -> None:
    assert parse_duration_ns(text) == nanoseconds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'time: invalid duration ""'),
        ("3", 'time: missing unit in duration "3"'),
        ("-", 'time: invalid duration "-"'),
        ("s", 'time: invalid duration "s"'),
        (".", 'time: invalid duration "."'),
        ("-.", 'time: invalid duration "-."'),
        (".s", 'time: invalid duration ".s"'),
        ("+.s", 'time: invalid duration "+.s"'),
        ("1d", 'time: unknown unit "d" in duration "1d"'),
        ("1 s", 'time: unknown unit " s" in duration "1 s"'),
        ("5µ", r'time: unknown unit "\xc2\xb5" in duration "5\xc2\xb5"'),
        ('5"\n', r'time: unknown unit "\"\x0a" in duration "5\"\x0a"'),
        ("3000000h", 'time: invalid duration "3000000h"'),
        ("9223372036854775808ns", 'time: invalid duration "9223372036854775808ns"'),
        ("-9223372036854775809ns", 'time: invalid duration "-9223372036854775809ns"'),
    ],
)
def test_refuses_as_go_does(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_duration_ns(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("0s", 0),
        ("1ns", 1),
        ("1.1µs", 1100),
        ("2.2ms", 2_200_000),
        ("20ms", 20_000_000),
        ("1.5s", 1_500_000_000),
        ("3.3s", 3_300_000_000),
        ("4m5s", 245 * S),
        ("4m5.001s", 245_001_000_000),
        ("5h6m7.001s", 18367_001_000_000),
        ("8m0.000000001s", 480_000_000_001),
        ("1h0m0s", 3600 * S),
        ("-1.5s", -1_500_000_000),
        ("2562047h47m16.854775807s", (1 << 63) - 1),
        ("-2562047h47m16.854775808s", -(1 << 63)),
    ],
)
def test_formats_as_go_does(text: str, nanoseconds: int) -> None:
    assert format_duration_ns(nanoseconds) == text
    assert parse_duration_ns(text) == nanoseconds
