"""Names, strings, comments and paths from the input never become code in the output."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from luaflow.diagnostics import UserError
from luaflow.package.options import Options
from luaflow.pipeline import compile_sources

ATTACKS = [
    'x"""\npwned()\n"""',
    "x'''\npwned()\n'''",
    '"); pwned(); ("',
    "x\npwned()",
    "x\r\npwned()",
    "x\rpwned()",
    "x\x0cpwned()",
    "x\u2028pwned()",
    "{{ pwned() }}{% raw %}",
    "\\",
    '\\"""',
    "${env:pwned}",
    "x#\npwned()",
    "lambda: pwned()",
    "__import__('pwned')",
    "../../pwned",
]
"""Texts that would call or import ``pwned`` where they became code."""


def check_python(name: str, text: str) -> None:
    """No identifier of the attacks is code."""
    for node in ast.walk(ast.parse(text, name)):
        names = [getattr(node, "id", None), getattr(node, "attr", None), getattr(node, "name", None)]
        assert "pwned" not in names, f"{name}:{getattr(node, 'lineno', 0)}"


def compiled(folder: Path, index: Any, files: dict[str, str]) -> Mapping[str, bytes] | None:
    """Compile sources and look at every file; ``None`` when they are refused, with findings."""
    source = folder / "flows"
    source.mkdir(parents=True)
    for name, text in files.items():
        (source / name).write_text(text, newline="")
    (source / "_index.yaml").write_text(yaml.safe_dump(index, allow_unicode=True))
    try:
        compilation = compile_sources(source, Options(package="flows", use_cache=False, jobs=1))
    except UserError as refused:
        assert refused.diagnostics
        return None
    if compilation.has_errors:
        return None
    for name, content in compilation.files.items():
        # Every path stays inside the package.
        assert re.fullmatch(r"\w+(/\w+)*\.(py|json)", name), name
        if name.endswith(".py"):
            check_python(name, content.decode())
    return compilation.files


def registry(**texts: str) -> Any:
    """A registry in which every text that the compiler carries over may be given."""
    text = {
        "namespace": "app",
        "worker": "worker",
        "client": "temporal",
        "workflow": "flow",
        "activity": "act",
        "library": "lib",
        "alias": "lib",
        "file": "flow.lua",
        "queue": "queue",
        "address": "localhost:7233",
        "type": "custom",
        "option": "identity",
        "variable": "VARIABLE",
        **texts,
    }
    space = text["namespace"]
    worker = f"{space}:{text['worker']}"
    return {
        "version": "1.0",
        "namespace": space,
        "entries": [
            {"name": text["client"], "kind": "temporal.client", "address": text["address"], "tq_prefix": text["queue"]},
            {
                "name": text["worker"],
                "kind": "temporal.worker",
                "client": f"{space}:{text['client']}",
                "task_queue": text["queue"],
                "worker_options": {"identity": text["option"]},
            },
            {"name": "storage", "kind": "env.storage.os"},
            {
                "name": "variable",
                "kind": "env.variable",
                "storage": f"{space}:storage",
                "variable": "VARIABLE",
                "default": text["variable"],
            },
            {
                "name": text["workflow"],
                "kind": "workflow.lua",
                "source": f"file://{text['file']}",
                "method": "main",
                "imports": {text["alias"]: f"{space}:{text['library']}"},
                "meta": {"temporal": {"workflow": {"worker": worker, "name": text["type"]}}},
            },
            {
                "name": text["activity"],
                "kind": "function.lua",
                "source": "return function() end",
                "method": "main",
                "meta": {"temporal": {"activity": {"worker": worker}}, "options": {"activity.summary": text["option"]}},
            },
            {"name": text["library"], "kind": "library.lua", "source": "return {}"},
        ],
    }


FLOW = "return { main = function() return 1 end }\n"
NAMES = ["namespace", "worker", "client", "workflow", "activity", "library", "alias"]
FREE_TEXTS = ["queue", "address", "type", "option", "variable"]


@pytest.mark.parametrize("place", NAMES)
def test_names(place: str, tmp_path: Path) -> None:
    """Taken or refused, never code."""
    for number, attack in enumerate(ATTACKS):
        compiled(tmp_path / str(number), registry(**{place: attack}), {"flow.lua": FLOW})


def test_free_texts(tmp_path: Path) -> None:
    """Taken, but for the placeholder of a variable that is not there."""
    accepted = [
        attack
        for number, attack in enumerate(ATTACKS)
        if compiled(tmp_path / str(number), registry(**dict.fromkeys(FREE_TEXTS, attack)), {"flow.lua": FLOW})
    ]
    assert set(ATTACKS) - set(accepted) <= {"${env:pwned}"}


def test_file_names(tmp_path: Path) -> None:
    accepted = 0
    for number, attack in enumerate(ATTACKS):
        name = f"{attack}.lua".replace("/", "_")
        accepted += compiled(tmp_path / str(number), registry(file=name), {name: FLOW}) is not None
    assert accepted > len(ATTACKS) / 2


def test_comments(tmp_path: Path) -> None:
    """Comments are carried over, as comments."""
    lines = [f"--[==[ {attack} ]==]\n" for attack in ATTACKS]
    lines += [f"-- {attack}\n" for attack in ATTACKS if "\n" not in attack and "\r" not in attack]
    body = "".join(f"    {line}    local v{number} = {number}\n" for number, line in enumerate(lines))
    text = f"{''.join(lines)}local function main()\n{body}    return v0\nend\n\nreturn {{ main = main }}\n"
    files = compiled(tmp_path, registry(), {"flow.lua": text})
    assert files is not None
    assert files["app/flow.py"].count(b"pwned()") >= 2 * len(ATTACKS)


def lua_string(text: str) -> str:
    """Return a Lua literal for text in which bytes that matter are spelled as escapes."""
    return (
        '"'
        + "".join(
            f"\\{byte:03d}" if byte < 32 or byte in b'"\\' else chr(byte) for byte in text.encode("latin-1", "replace")
        )
        + '"'
    )


async def test_strings_and_keys_keep_their_values(cli: Any, tmp_path: Path) -> None:
    texts = [attack.replace("\u2028", "") for attack in ATTACKS]
    values = ", ".join(lua_string(text) for text in texts)
    keys = ", ".join(f"[{lua_string(text)}] = {number}" for number, text in enumerate(texts))
    index = {
        "version": "1.0",
        "namespace": "app",
        "entries": [{"name": "flow", "kind": "function.lua", "source": "file://flow.lua", "method": "main"}],
    }
    text = f"return {{ main = function()\n    return {{values = {{{values}}}, keys = {{{keys}}}}}\nend }}\n"
    assert compiled(tmp_path, index, {"flow.lua": text}) is not None
    done = await cli("run", "app:flow", "--src", "flows", cwd=tmp_path)
    assert done.code == 0, done.err
    result = json.loads(done.out)
    assert result["values"] == texts
    assert result["keys"] == {text: number for number, text in enumerate(texts)}


async def test_lua_names_that_mean_something_in_python(cli: Any, tmp_path: Path) -> None:
    """Locals, fields and methods named as Python's keywords, builtins and special attributes."""
    names = [
        *("class", "def", "None", "True", "lambda", "match", "type", "self", "print", "str", "Any", "Table", "ENTRY"),
        *("chunk", "lua", "run", "args", "__class__", "__dict__", "__init__", "__luaflow__", "__builtins__", "async"),
        *("await", "value", "funcs", "main_", "_", "__", "temporalio", "SourceInfo", "LuaWorkflow", "annotations"),
    ]
    fields = "".join(f"    t.{name} = {number}\n" for number, name in enumerate(names))
    locals_ = "".join(f"    local {name} = t.{name}\n" for name in names)
    total = " + ".join(names)
    text = (
        f"local function main()\n    local t = {{}}\n{fields}{locals_}"
        f"    return {{total = {total}, t = t}}\nend\n\nreturn {{ main = main }}\n"
    )
    index = {
        "version": "1.0",
        "namespace": "app",
        "entries": [{"name": "flow", "kind": "function.lua", "source": "file://flow.lua", "method": "main"}],
    }
    assert compiled(tmp_path, index, {"flow.lua": text}) is not None
    done = await cli("run", "app:flow", "--src", "flows", cwd=tmp_path)
    assert done.code == 0, done.err
    result = json.loads(done.out)
    assert result["total"] == sum(range(len(names)))
    assert result["t"] == {name: number for number, name in enumerate(names)}
