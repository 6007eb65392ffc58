"""Text from the user in Python source."""

from __future__ import annotations

import ast
import random

import pytest
from luaflow.package.literals import py_literal


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -5,
        10**30,
        1.5,
        -0.0,
        1e308,
        "",
        'it\'s "quoted" \\ {{ jinja }} {% raw %} # \r\n\t\0 \u2028 \u202e \ue000 \udcff',
        ["a", ("b",), (), {"c": [1.0, None]}],
    ],
)
def test_round_trip(value: object) -> None:
    text = py_literal(value)
    assert ast.literal_eval(text) == value
    assert "\n" not in text and "\r" not in text and "\u202e" not in text and "\ue000" not in text


def test_random_strings_stay_data() -> None:
    source = random.Random(1)
    letters = "'\"\\\n\r\0{}%#;()[]abN\u2028\ue000\ue001é订\U0001f600\udc80"
    for _ in range(2000):
        value = "".join(source.choice(letters) for _ in range(source.randrange(12)))
        assert ast.literal_eval(py_literal(value)) == value


def test_infinities_are_floats() -> None:
    assert eval(py_literal(float("-inf")), {"__builtins__": {"float": float}}) == float("-inf")
    assert str(eval(py_literal(float("nan")), {"__builtins__": {"float": float}})) == "nan"


def test_other_objects_are_refused() -> None:
    with pytest.raises(TypeError):
        py_literal(object())
