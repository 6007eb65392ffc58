"""Reading YAML and JSON with positions."""

from __future__ import annotations

import math

import pytest
from luaflow.registry.document import DocumentError, Item, read_document
from luaflow.source import Source


def read(text: str, *, is_json: bool = False) -> Item:
    item = read_document(Source("t", "t", text), is_json=is_json)
    assert item is not None
    return item


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"),
        ("yes", "yes"),
        ("NO", "NO"),
        ("1:30", "1:30"),
        ("2020-01-01", "2020-01-01"),
        ("1_000", "1_000"),
        ("=", "="),
        ("'true'", "true"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("Null", None),
        ("0o17", 15),
        ("017", 17),
        ("0x1F", 31),
        ("-12", -12),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("!!str 12", "12"),
    ],
)
def test_scalars_of_the_core_schema(text: str, value: object) -> None:
    found = read(f"k: {text}").plain()["k"]
    assert found == value
    assert type(found) is type(value)


def test_not_a_number() -> None:
    assert math.isnan(read("k: .NaN").plain()["k"])


def test_spans_point_at_keys_and_values() -> None:
    text = "\nnäme: x\nlist:\n  - {a: 'b c'}\n"
    item = read(text)
    listed = item.get("list")
    assert listed is not None and isinstance(listed.value, tuple)
    inner = listed.value[0].get("a")
    assert inner is not None and inner.key_span is not None
    assert text[slice(*inner.span)] == "'b c'"
    assert text[slice(*inner.key_span)] == "a"
    assert item.source.position(inner.key_span[0]) == (4, 6)


def test_merge_keys() -> None:
    item = read("base: &b {x: 1, y: 2}\none: {<<: *b, y: 3}\n")
    assert item.plain()["one"] == {"y": 3, "x": 1}


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("a: 1\nb: 2\na: 3", "the key 'a' is given twice", 10),
        ("a: b: c", "mapping values are not allowed in this context", 4),
        ("a: &x [*x]", "an alias refers to the value it stands in", 3),
        ("a: !!python/object:os.system x", "the tag tag:yaml.org,2002:python/object:os.system is not known here", 3),
        ("? [a]\n: 1", "a key must be a scalar", 2),
        ("a\n---\nb", "but found another document", 2),
        ("a: \x01", "control characters are not allowed (character #x0001)", 3),
    ],
)
def test_problems_have_a_place(text: str, message: str, at: int) -> None:
    with pytest.raises(DocumentError) as caught:
        read(text)
    assert (caught.value.message, caught.value.span[0]) == (message, at)


@pytest.mark.parametrize("text", ["[" * 100_000, "{" * 100_000, "- " * 100_000, "[{" * 50_000])
def test_deep_nesting_is_refused_and_does_not_crash(text: str) -> None:
    with pytest.raises(DocumentError, match="nest deeper"):
        read(text)


def test_alias_bombs_are_refused() -> None:
    bomb = "a: &a [1,1,1,1,1,1,1,1,1,1]\n"
    for letter, before in zip("bcdefgh", "abcdefg", strict=True):
        bomb += f"{letter}: &{letter} [{','.join([f'*{before}'] * 10)}]\n"
    with pytest.raises(DocumentError, match="aliases expand"):
        read(bomb)


def test_json_with_tabs_and_surrogate_pairs() -> None:
    assert read('{\t"a":\t"\\ud83d\\ude00 \\/ \\u00e9", "b": [1, 2.5, null]}', is_json=True).plain() == {
        "a": "\U0001f600 / é",
        "b": [1, 2.5, None],
    }


def test_json_is_stricter_than_yaml() -> None:
    with pytest.raises(DocumentError) as caught:
        read('{"a": 1,}', is_json=True)
    assert caught.value.span[0] in (7, 8)
