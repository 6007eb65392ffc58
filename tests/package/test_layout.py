"""Names of modules, classes and packages."""

from __future__ import annotations

from pathlib import Path

import pytest
from luaflow.package.layout import class_name, identifier, lay_out, package_name
from luaflow.registry import load_registry


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("place", "place"),
        ("place-order", "place_order"),
        ("get_user.endpoint", "get_user_endpoint"),
        ("class", "class_"),
        ("match", "match_"),
        ("2nd", "_2nd"),
        ("", "_"),
        ("订单", "订单"),
        ("ﬁle", "_le"),  # a ligature that Python would fold to two letters
        ("a'; import os #", "a___import_os__"),
        ("../../etc", "______etc"),
    ],
)
def test_identifiers(text: str, name: str) -> None:
    assert identifier(text) == name
    assert name.isidentifier()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("order_workflow", "OrderWorkflow"),
        ("place-order.v2", "PlaceOrderV2"),
        ("none", "None_"),
        ("table", "Table_"),
        ("lua_workflow", "LuaWorkflow_"),
        ("2nd", "_2nd"),
        ("-", "_"),
    ],
)
def test_class_names(text: str, name: str) -> None:
    assert class_name(text) == name
    assert name.isidentifier()


def test_package_name_is_the_folder_even_for_a_dot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "order-flows"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert package_name(Path(".")) == "order_flows"


def problems(tmp_path: Path, package: str, *ids: str) -> list[str]:
    """Return the messages of laying out libraries with these ids."""
    for number, id in enumerate(ids):
        namespace, _, name = id.partition(":")
        (tmp_path / f"{number}.yaml").write_text(
            f"namespace: '{namespace}'\nname: '{name}'\nkind: library.lua\nsource: return 1\n"
        )
    registry = load_registry(tmp_path)
    assert registry.diagnostics == ()
    layout, found = lay_out(registry, package)
    assert set(layout.modules) == set(ids)
    assert {finding.code for finding in found} <= {"LF420"}
    return [finding.message for finding in found]


def test_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, "flows", "a.b:c", "a:c", "a.b.d:c") == []


@pytest.mark.parametrize(
    "ids",
    [
        ("a:place-order", "a:place_order"),
        ("a:Place", "a:place"),
        ("a.b:c", "a:b.c", "a:b_c", "a:b"),
        ("_table:x",),
    ],
)
def test_collisions(tmp_path: Path, ids: tuple[str, ...]) -> None:
    assert problems(tmp_path, "flows", *ids)


@pytest.mark.parametrize("package", ["json", "temporalio", "luaflow_runtime"])
def test_packages_that_would_hide_a_module(tmp_path: Path, package: str) -> None:
    assert problems(tmp_path, package, "a:b")
