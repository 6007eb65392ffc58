"""``luaflow compile``, ``lint``, ``explain`` and ``rules`` as a user runs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Luaflow = Callable[..., "subprocess.CompletedProcess[str]"]


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_compile_writes_a_package_that_imports(flows: Path, luaflow: Luaflow, tmp_path: Path) -> None:
    done = luaflow("compile", "flows")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert set(content(tmp_path / "generated" / "flows")) == {
        "__init__.py",
        "_lines.py",
        "_registry.py",
        "_table.py",
        "app/__init__.py",
        "app/charge.py",
        "app/money.py",
        "app/order_workflow.py",
        "manifest.json",
    }
    code = (
        "import flows, json\n"
        "print(json.dumps([[c.__name__ for c in flows.WORKFLOWS], [a.__name__ for a in flows.ACTIVITIES],"
        " sorted(flows.WORKERS), flows.SEARCH_ATTRIBUTES]))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "generated", capture_output=True, text=True, check=True
    )
    assert json.loads(shown.stdout) == [["OrderWorkflow"], ["charge"], ["app:worker"], {}]


def test_the_second_run_does_nothing_and_imports_little(flows: Path, luaflow: Luaflow, tmp_path: Path) -> None:
    luaflow("compile", "flows")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "generated").rglob("*")}
    done = luaflow("compile", "flows", PYTHONPROFILEIMPORTTIME="1")
    assert done.returncode == 0
    assert "generated/flows is up to date" in done.stderr
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert not imported & {"temporalio", "jinja2", "black", "yaml", "luaparser", "luaflow_runtime", "luaflow.syntax"}
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "generated").rglob("*")} == before


@pytest.mark.parametrize("victim", ["app/charge.py", "manifest.json", "__init__.py"])
def test_damaged_output_is_healed(flows: Path, luaflow: Luaflow, tmp_path: Path, victim: str) -> None:
    luaflow("compile", "flows")
    package = tmp_path / "generated" / "flows"
    whole = content(package)
    (package / victim).write_text("# broken")
    assert luaflow("compile", "flows").returncode == 0
    assert content(package) == whole


@pytest.mark.parametrize("damage", [None, "", '{"abi": 1,'])
def test_a_package_without_a_whole_manifest_refuses_to_import(
    flows: Path, luaflow: Luaflow, tmp_path: Path, damage: str | None
) -> None:
    luaflow("compile", "flows")
    manifest = tmp_path / "generated" / "flows" / "manifest.json"
    if damage is None:
        manifest.unlink()
    else:
        manifest.write_text(damage)
    code = "try:\n    import flows\nexcept ImportError as error:\n    print(error)"
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "generated", capture_output=True, text=True, check=True
    )
    assert "package 'flows' is incomplete" in shown.stdout


def test_a_change_gives_the_same_bytes_as_a_fresh_compile(flows: Path, luaflow: Luaflow, tmp_path: Path) -> None:
    luaflow("compile", "flows")
    (flows / "charge.lua").write_text((flows / "charge.lua").read_text().replace("too much", "far too much"))
    assert luaflow("compile", "flows").returncode == 0
    assert luaflow("compile", "flows", "--no-cache", "-o", "fresh").returncode == 0
    assert content(tmp_path / "generated") == content(tmp_path / "fresh")


def test_same_bytes_whatever_the_hash_seed_and_the_number_of_processes(
    flows: Path, luaflow: Luaflow, tmp_path: Path
) -> None:
    for out, seed, jobs in (("one", "1", "1"), ("two", "77", "4")):
        done = luaflow("compile", "flows", "--no-cache", "-o", out, "-j", jobs, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_the_path_to_the_sources_is_not_in_the_output(flows: Path, luaflow: Luaflow, tmp_path: Path) -> None:
    luaflow("compile", "flows")
    elsewhere = tmp_path / "elsewhere" / "deep" / "flows"
    shutil.copytree(flows, elsewhere)
    luaflow("compile", str(elsewhere), "-o", "other")
    assert content(tmp_path / "generated") == content(tmp_path / "other")


def test_check(flows: Path, luaflow: Luaflow, tmp_path: Path) -> None:
    missing = luaflow("compile", "flows", "--check")
    assert missing.returncode == 1
    assert not (tmp_path / "generated").exists()
    luaflow("compile", "flows")
    assert luaflow("compile", "flows", "--check").returncode == 0
    (flows / "charge.lua").write_text("return { main = function() return 12345 end }")
    stale = luaflow("compile", "flows", "--check")
    assert stale.returncode == 1
    assert "+" in stale.stdout and "12345" in stale.stdout
    assert "stale" in stale.stderr
    assert luaflow("compile", "flows").returncode == 0
    (tmp_path / "generated" / "flows" / "app" / "charge.py").write_text("# edited by hand\n")
    assert "-# edited by hand" in luaflow("compile", "flows", "--check").stdout


def test_errors_write_nothing_and_keep_the_old_package(flows: Path, luaflow: Luaflow, tmp_path: Path) -> None:
    luaflow("compile", "flows")
    before = content(tmp_path / "generated")
    (flows / "charge.lua").write_text("local x = = 1")
    (flows / "order_workflow.lua").write_text("local function main() return os.time() end\nreturn { main = main }")
    done = luaflow("compile", "flows")
    assert done.returncode == 1
    assert "error[LF001]" in done.stderr and "flows/charge.lua:1:11" in done.stderr
    assert "error[LF101]" in done.stderr and "flows/order_workflow.lua:1:" in done.stderr
    assert "Traceback" not in done.stderr
    assert content(tmp_path / "generated") == before


def test_warnings_are_shown_again_when_nothing_changed(flows: Path, luaflow: Luaflow) -> None:
    index = flows / "_index.yaml"
    index.write_text(
        index.read_text() + "  - {name: f, kind: function.lua, method: main, modules: [sql], source: 'return print'}\n"
    )
    first, second = luaflow("compile", "flows"), luaflow("compile", "flows")
    assert (first.returncode, second.returncode) == (0, 0)
    assert "warning[LF413]" in first.stderr
    assert "warning[LF413]" in second.stderr and "up to date" in second.stderr


@pytest.mark.parametrize(
    ("lua", "found"),
    [
        ("return { mian = function() end }", "did you mean `mian`?"),
        ("local M = {}\nfunction M.other() end\nreturn M", "it has `other`"),
        ("local function main() end", "the chunk returns nothing"),
        ("return 5", "neither a function nor a table"),
        ("return {}", "returns a table without `main`"),
    ],
)
def test_a_method_that_is_not_there(flows: Path, luaflow: Luaflow, lua: str, found: str) -> None:
    (flows / "charge.lua").write_text(lua)
    done = luaflow("compile", "flows")
    assert done.returncode == 1
    assert "error[LF408]" in done.stderr and found in done.stderr


@pytest.mark.parametrize(
    "lua",
    [
        "local M = {}\nM.main = print\nreturn M",
        "local M = {}\nfunction M.main() end\nreturn M",
        "local M = {}\nsetmetatable(M, {})\nreturn M",
        "return function() end",
        "if true then return { main = print } end",
        "local t = { ['ma' .. 'in'] = print }\nreturn t",
    ],
)
def test_methods_that_are_or_may_be_there(flows: Path, luaflow: Luaflow, lua: str) -> None:
    (flows / "charge.lua").write_text(lua)
    done = luaflow("lint", "flows")
    assert done.returncode == 0, done.stdout


def test_names_and_strings_from_the_registry_never_become_code(flows: Path, luaflow: Luaflow, tmp_path: Path) -> None:
    evil = "x'\"\"\"); import os; os.system('touch hacked') #{{ 7*7 }}\\"
    (flows / "evil.yaml").write_text(
        json.dumps(
            {
                "namespace": "e" + evil.replace(":", ""),
                "entries": [
                    {"name": evil, "kind": "temporal.client", "address": evil, "namespace": evil},
                    {"name": "w" + evil, "kind": "temporal.worker", "client": evil, "task_queue": evil},
                    {
                        "name": "f" + evil,
                        "kind": "workflow.lua",
                        "source": "local function main() return [==["
                        + evil
                        + ']==] end -- """ \\ \nreturn { main = main }',
                        "method": "main",
                        "meta": {
                            "temporal": {"workflow": {"worker": "w" + evil, "name": evil}},
                            "options": {evil: evil},
                        },
                    },
                ],
            }
        )
    )
    done = luaflow("compile", "flows")
    assert done.returncode == 0, done.stderr
    code = "import flows; print(len(flows.WORKFLOWS), [w.client for w in flows.WORKERS.values()])"
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "generated", capture_output=True, text=True, check=True
    )
    assert shown.stdout.startswith("3 ")
    assert not list(tmp_path.rglob("hacked"))


def test_an_output_folder_inside_the_sources(flows: Path, luaflow: Luaflow) -> None:
    for _ in range(2):
        done = luaflow("compile", "flows", "-o", "flows/generated")
        assert done.returncode == 0, done.stderr
    assert "up to date" in done.stderr


def test_nothing_that_luaflow_runs(luaflow: Luaflow, tmp_path: Path) -> None:
    """A misspelt kind is none of luaflow's business, so a package without entries says where to look."""
    (tmp_path / "_index.yaml").write_text("namespace: app\nname: x\nkind: workflow.luau\n")
    done = luaflow("compile", ".", "-o", "out", "--package", "x")
    assert done.returncode == 0 and "--verbose lists them" in done.stderr


def test_verbose_lists_what_is_not_run(flows: Path, luaflow: Luaflow) -> None:
    shown = luaflow("compile", "flows", "--verbose").stderr
    assert "app:web (http.service, _index.yaml:" in shown and "not run by luaflow" in shown
    assert "app:order_workflow (workflow.lua, order_workflow.lua) -> flows.app.order_workflow" in shown


@pytest.mark.parametrize("stage", ["ast", "ir", "map"])
def test_dump(flows: Path, luaflow: Luaflow, tmp_path: Path, stage: str) -> None:
    done = luaflow("compile", "flows", f"--dump={stage}")
    assert done.returncode == 0, done.stderr
    assert "app:order_workflow" in done.stdout
    assert not (tmp_path / "generated").exists()


def test_lint(flows: Path, luaflow: Luaflow, tmp_path: Path) -> None:
    clean = luaflow("lint", "flows")
    assert (clean.returncode, clean.stdout) == (0, "no findings\n")
    (flows / "order_workflow.lua").write_text("local t = os.time()\nreturn { main = function() return t end }")
    found = luaflow("lint", "flows", "--format", "json")
    assert found.returncode == 1
    report = json.loads(found.stdout)
    assert [item["code"] for item in report["diagnostics"]] == ["LF101"]
    assert (report["diagnostics"][0]["file"], report["diagnostics"][0]["line"]) == ("flows/order_workflow.lua", 1)
    assert report["summary"]["errors"] == 1
    assert luaflow("lint", "flows", "--fail-on", "never").returncode == 0
    assert not (tmp_path / "generated").exists()


def test_an_allowed_finding_is_left_out_of_the_report_and_stops_the_compiler(flows: Path, luaflow: Luaflow) -> None:
    text = "-- luaflow: allow LF101 only logged\nlocal t = os.time()\nreturn { main = function() return t end }"
    (flows / "order_workflow.lua").write_text(text)
    report = luaflow("lint", "flows")
    assert (report.returncode, report.stdout) == (0, "no findings\n")
    compiled = luaflow("compile", "flows")
    assert compiled.returncode == 1 and "error[LF101]" in compiled.stderr
    (flows / "order_workflow.lua").write_text(text.replace("os.time()", "1"))
    unused = luaflow("lint", "flows")
    assert unused.returncode == 0 and "warning[LF501]" in unused.stdout
    assert luaflow("lint", "flows", "--fail-on", "warning").returncode == 1


def test_explain_and_rules(luaflow: Luaflow) -> None:
    table = luaflow("rules").stdout
    codes = [line.split()[0] for line in table.splitlines()]
    assert codes == sorted(set(codes)) and "LF101" in codes and "LF422" in codes
    for code in codes:
        page = luaflow("explain", code)
        assert page.returncode == 0 and page.stdout.startswith(code)
        if len(codes) > 3 and code > "LF003":
            break
    wrong = luaflow("explain", "LF9999")
    assert wrong.returncode == 2 and "there is no rule" in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["compil", "flows"], "Did you mean `luaflow compile`?"),
        (["compile"], "Missing argument 'SRC'"),
        (["compile", "flows", "--nope"], "No such option"),
        (["compile", "flows", "--package", "not a name"], "no Python package name"),
        (["compile", "flows", "--jobs", "0"], "--jobs"),
    ],
)
def test_usage_errors_exit_with_2(luaflow: Luaflow, flows: Path, arguments: list[str], message: str) -> None:
    done = luaflow(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_source_folder_that_is_not_there(luaflow: Luaflow) -> None:
    done = luaflow("compile", "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[LF400]: the source folder `nowhere` does not exist" in done.stderr


def test_an_output_that_cannot_be_written(flows: Path, luaflow: Luaflow, tmp_path: Path) -> None:
    (tmp_path / "generated").write_text("a file")
    done = luaflow("compile", "flows")
    assert done.returncode == 1
    assert "LF422" in done.stderr and "Traceback" not in done.stderr


def test_help_opens_with_examples(luaflow: Luaflow) -> None:
    for command in ("compile", "lint", "explain", "rules", "worker", "run", "replay"):
        done = luaflow(command, "--help")
        assert done.returncode == 0, done.stderr
        assert "Example" in done.stdout and f"luaflow {command}" in done.stdout
    assert "run app:order_workflow" in luaflow("--help").stdout


def test_internal_errors_say_whose_mistake_it_is(flows: Path, luaflow: Luaflow, tmp_path: Path) -> None:
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(
        "import luaflow.package.layout as layout\ndef fail(*_): raise ZeroDivisionError('oops')\nlayout.package_name = fail\n"
    )
    path = os.pathsep.join([str(hook), os.environ.get("PYTHONPATH", "")])
    done = luaflow("compile", "flows", PYTHONPATH=path)
    assert done.returncode == 2
    assert "internal error: ZeroDivisionError: oops" in done.stderr and "please report it" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Traceback" in luaflow("compile", "flows", PYTHONPATH=path, LUAFLOW_TRACEBACK="1").stderr


def test_stats_say_what_is_native_and_why_the_rest_is_not(luaflow: Luaflow, tmp_path: Path) -> None:
    folder = tmp_path / "sums"
    folder.mkdir()
    (folder / "_index.yaml").write_text(
        "version: '1.0'\nnamespace: app\nentries:\n"
        "  - {name: sums, kind: function.lua, source: file://sums.lua, method: main}\n"
    )
    (folder / "sums.lua").write_text(
        "local function half(n) return n // 2 end\n"
        "local function main(text) return text .. half(8) end\n"
        "return {main = main}\n"
    )
    for _ in range(2):  # the second time nothing has changed
        done = luaflow("compile", "sums", "--stats")
        assert done.returncode == 0, done.stderr
        assert "app:sums (sums.lua): 1 of 2 operations are Python's own\n" in done.stdout
        assert "  arithmetic         1 native     0 by helper\n" in done.stdout
        assert "1  a value comes from outside: an argument, an import, a result of the runtime\n" in done.stdout
