"""Two workflows that come upon an error at the same moment read their generated code at the same moment."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from luaflow_runtime.values.places import parse_python

TEXT = "\n".join(f"def f{n}(a):\n  if a:\n    return [a, {{1: (a + {n}) * 2}}]" for n in range(400))


@pytest.fixture
def hurried_threads() -> Iterator[None]:
    """Switch between threads as often as possible."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("hurried_threads")
def test_threads_parse_side_by_side() -> None:
    with ThreadPoolExecutor(4) as pool:
        trees = list(pool.map(parse_python, [TEXT] * 16))
    assert [len(tree.body) for tree in trees] == [400] * 16
