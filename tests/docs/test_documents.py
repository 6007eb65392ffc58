"""What the documents say is there: paths, commands, options, rules, and samples that are real output."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import click
import pytest
from luaflow.analyse.shims import shim_index
from luaflow.cli.commands import COMMANDS, luaflow
from luaflow.cli.failures import FAILED, FINE, MISUSED
from luaflow.diagnostics.report import write_report
from luaflow.lint.rules import RULES
from luaflow.package.options import Options
from luaflow.pipeline import check_sources, compile_sources

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*/README.md")])
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
NOT_YET = {"dev", "serve", "init"}
"""Commands that documents name as missing."""

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_TOP = {path.name for path in ROOT.iterdir()}


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """Code blocks of a language in a document."""
    return [body for kind, body in _BLOCK.findall(text_of(name)) if kind == language]


@pytest.mark.parametrize("name", NAMES)
def test_paths_exist(name: str) -> None:
    """Everything in backquotes, or in a link, that begins with a file or folder of the repository."""
    text = text_of(name)
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    missing = {path for path in linked if not (ROOT / name).parent.joinpath(path).exists()}
    for quoted in re.findall(r"`([^`\s]+)`", _BLOCK.sub("", text)):
        first = quoted.split("/")[0]
        if first in _TOP and first != "generated" and not any(sign in quoted for sign in "*<>{}$"):
            path = quoted.split("::")[0].rstrip("/")
            if not (ROOT / path).exists():
                missing.add(quoted)
    assert not missing


@pytest.mark.parametrize("name", NAMES)
def test_commands_and_options_exist(name: str) -> None:
    """Every ``luaflow COMMAND --option`` of a document is one that the command line has."""
    context = click.Context(luaflow)
    text = text_of(name)
    shell = [re.sub(r"#.*", "", block) for block in blocks(name, "sh")]
    said = re.findall(r"luaflow ([a-z]+)\b([^`\n]*)", "\n".join([*shell, *re.findall(r"`(luaflow [^`]+)`", text)]))
    unknown = set()
    for command, rest in said:
        found = luaflow.get_command(context, command) if command in COMMANDS else None
        if found is None:
            if command not in NOT_YET:
                unknown.add(command)
            continue
        known = {option for parameter in found.params for option in parameter.opts} | {"--help"}
        unknown |= {option for option in re.findall(r"(?<!\S)--[a-z-]+", rest) if option not in known}
    assert not unknown


@pytest.mark.parametrize("name", NAMES)
def test_rules_exist(name: str) -> None:
    codes = {rule.code for rule in RULES}
    assert set(re.findall(r"\bLF\d{3}\b", text_of(name))) <= codes


def test_readme_has_every_command() -> None:
    table = re.findall(r"^\| `luaflow ([a-z]+)", text_of("README.md"), re.MULTILINE)
    assert table == list(COMMANDS)


def test_commands_document_has_every_command_and_option() -> None:
    text = text_of("docs/commands.md")
    assert re.findall(r"^## `luaflow ([a-z]+)", text, re.MULTILINE) == list(COMMANDS)
    context = click.Context(luaflow)
    for section in re.split(r"^## `luaflow ", text, flags=re.MULTILINE)[1:]:
        command = luaflow.get_command(context, section.split()[0].rstrip("`"))
        assert command is not None
        said = set(re.findall(r"--[a-z-]+", section)) | set(re.findall(r"--[a-z-]+", text.split("## `luaflow ")[0]))
        options = {opt for parameter in command.params for opt in parameter.opts if opt.startswith("--")}
        assert options <= said, f"{command.name}: {options - said}"
    assert (FINE, FAILED, MISUSED) == (0, 1, 2)


def test_readme_shows_the_lua_of_the_example() -> None:
    assert blocks("README.md", "lua")[0] == text_of("examples/order_basic/order_workflow.lua")


def test_readme_shows_the_python_that_the_compiler_writes() -> None:
    compilation = compile_sources(ROOT / "examples" / "order_basic", Options(use_cache=False, jobs=1))
    made = compilation.files["app/order_workflow.py"].decode()
    function, workflow_class = blocks("README.md", "python")[:2]
    assert f"\n\n{function}\n\n" in made
    assert made.endswith(f"\n\n{workflow_class}")


def test_readme_shows_what_the_demo_prints() -> None:
    argument = re.search(r"'(\{.*\})'", text_of("scripts/demo"))
    assert argument is not None
    order = json.loads(argument[1])
    assert json.loads(blocks("README.md", "json")[0]) == {
        "status": "completed",
        "payment_id": f"payment-{order['customer_id']}",
        "tracking": f"track-{order['id']}",
    }


def test_readme_first_run_compiles(tmp_path: Path) -> None:
    (tmp_path / "_index.yaml").write_text(blocks("README.md", "yaml")[0])
    (tmp_path / "hello.lua").write_text(blocks("README.md", "lua")[1])
    compilation = compile_sources(tmp_path, Options(package="flows", use_cache=False, jobs=1))
    assert not compilation.diagnostics
    assert "app/hello.py" in compilation.files


def test_readme_shows_a_real_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = next(block for block in blocks("README.md", "") if block.startswith("error["))
    source = re.findall(r"^ *\d+ \| ?(.*)$", shown, re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    folder = Path("flows")
    folder.mkdir()
    (folder / "_index.yaml").write_text(blocks("README.md", "yaml")[0])
    (folder / "hello.lua").write_text("\n".join([*source, "end", "return { main = main }", ""]))
    report = io.StringIO()
    write_report(check_sources(folder, Options()).diagnostics, report)
    assert report.getvalue().startswith(shown)


def test_examples_in_documents_compile(tmp_path: Path) -> None:
    """Every YAML block of the documents that begins with a version is a registry file; every JSON block is JSON."""
    found = 0
    for name in NAMES:
        for number, block in enumerate(blocks(name, "yaml")):
            if not block.startswith("version:"):
                continue
            folder = tmp_path / f"{Path(name).stem}_{number}".lower()
            folder.mkdir()
            (folder / "_index.yaml").write_text(block)
            for file in re.findall(r"file://([\w./]+\.lua)", block):
                body = "return {}" if "lib" in file else "return { main = function(...) return ... end }"
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                (folder / file).write_text(body)
            findings = check_sources(folder, Options()).diagnostics
            assert not findings, (name, [finding.message for finding in findings])
            found += 1
        for block in blocks(name, "json"):
            json.loads(block)
    assert found >= 2


def test_lua_document_names_only_what_is_there() -> None:
    """Every ``module.function`` in the tables of docs/lua-in-workflows.md is declared by the runtime."""
    shims = shim_index()
    known = {*shims.functions, *shims.constants, *shims.tables}
    modules = shims.modules - {"io", "os", "debug"}
    said = {
        f"{module}.{field}"
        for module, field in re.findall(
            r"`([a-z0-9]+)\.((?:[a-z_0-9]+\.)?[A-Za-z_0-9]+)", text_of("docs/lua-in-workflows.md")
        )
        if module in modules and field not in ("lua", "encrypt", "decrypt", "jwt")
    }
    assert said
    assert not said - known


def test_environment_variables_are_read() -> None:
    """Every variable in the table of docs/commands.md stands in the code."""
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("compiler", "runtime_shims")
        for path in (ROOT / folder).rglob("*.py")
    )
    names = re.findall(r"`((?:LUAFLOW|TEMPORAL)_[A-Z_]+)`", text_of("docs/commands.md"))
    assert names
    for name in names:
        assert re.sub(r"_(DATA|PATH)$", "", name) in code, name
