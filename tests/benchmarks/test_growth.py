"""Twice as much to do takes about twice as long."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks" / "language"))

from growth import LIMIT, compiled_growth
from growth_cases import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_is_linear(case: Case) -> None:
    """Neighbours only make a measurement longer, so that the best of more rounds decides where the first ones look bad."""
    factor = compiled_growth(case, rounds=2)
    if factor > LIMIT:
        factor = compiled_growth(case, rounds=8)
    assert factor <= LIMIT
